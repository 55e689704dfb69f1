"""Static files named by their content, those that scripts load later included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Writes the true names into what scripts load later: `import("…")`, `new URL("…", import.meta.url)` of pages,
    `importScripts("…")` of the worker."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "*.js",
            (
                (r"""(?P<matched>\bimport\("(?P<url>[^"]+)"\))""", 'import("%(url)s")'),
                (
                    r"""(?P<matched>\bnew URL\("(?P<url>[^"]+)", ?import\.meta\.url\))""",
                    'new URL("%(url)s",import.meta.url)',
                ),
                (r"""(?P<matched>\bimportScripts\("(?P<url>[^"]+)"\))""", 'importScripts("%(url)s")'),
            ),
        ),
    )
