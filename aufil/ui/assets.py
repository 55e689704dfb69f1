"""Joins our native JavaScript modules into single files, without a package manager nor a build tool.

Modules may only say `import { a, b } from "./relative.js";` and `export` before `function`, `async function`,
`const` or `class`: then joining is writing them one after another, each after what it imports, without these
words. Names at the top of modules must differ in the whole of a joined file; all of this is checked.

What few visits need is a file of its own (`LAZY`), loaded by `import("./relative.js")` at the first tap; its styles by
`new URL("./relative.css", import.meta.url)`. It may import modules of `ui/app.js`, which then gives it its own
(`self.aufil`) rather than a second copy. Its sentences are a template beside the module's others,
`<module>/<name>_texts.html`, a JSON object that `say` knows once the file is loaded.
"""

import json
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

import rcssmin
import rjsmin
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

PACKAGE = Path(__file__).resolve().parent.parent
OUT = PACKAGE.parent / "build" / "joined"
MAIN = "ui/app.js"
ENTRIES = {  # joined file: its first module
    MAIN: "ui/js/app.js",
    "ui/sw.js": "ui/js/sw.js",
    "ui/desk.js": "ui/js/desk.js",
    "home/search.js": "home/js/search.js",
    "signin/ways.js": "signin/js/ways.js",
    "signin/passkey.js": "signin/js/passkey.js",
    "appointments/calendars.js": "appointments/js/calendars.js",
    "operate/lists.js": "operate/js/lists.js",
    "delivery/notifications.js": "delivery/js/notifications.js",
    "video/check.js": "video/js/check.js",
    "video/rehearsal.js": "video/js/rehearsal.js",
    "video/room.js": "video/js/room.js",
}
LAZY = {  # joined file loaded when first needed, on pages that have `MAIN`: its first module
    "thread/adds.js": "thread/js/adds.js",
    "ui/carrier.js": "ui/js/carrier.js",
    "thread/files.js": "thread/js/files.js",
    "thread/viewer.js": "thread/js/viewer.js",
    "thread/waiting.js": "thread/js/waiting.js",
    "thread/tray.js": "thread/js/tray.js",
    "thread/shrink.js": "thread/js/shrink.js",
    "thread/player.js": "thread/js/player.js",
    "thread/voice.js": "thread/js/voice.js",
    "thread/video.js": "thread/js/video.js",
    "thread/aloud.js": "thread/js/aloud.js",
    "thread/counting.js": "thread/js/counting.js",
}
APART = {  # as `LAZY`, for pages without `MAIN`: each file holds all it imports
    "video/direct.js": "video/js/carriers/direct.js",
    "video/sfu.js": "video/js/carriers/sfu.js",
    "video/shared.js": "video/js/shared.js",
    "video/rehearsing.js": "video/js/rehearsing.js",
}
STYLES = (
    "adds.css",
    "check.css",
    "desk.css",
    "pages.css",
    "rehearsal.css",
    "room.css",
    "spoken.css",
    "structure.css",
    "tray.css",
    "viewer.css",
)

IMPORT = re.compile(r'^import \{\s*([\w\s,]+?),?\s*\} from "(\.[./\w-]+\.js)";', re.MULTILINE)
LATER = re.compile(r'\b(import|new URL)\("(\.[./\w-]+\.(?:js|css))"')
ASIDE = re.compile(r"/vendor/|\.css$")  # not joined: kept as they are
EXPORT = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)
TOP_NAME = re.compile(r"^(export )?(?:async function|function|const|let|var|class)\*? ([\w$]+)", re.MULTILINE)
UNPLAIN = re.compile(r"^(?:import\b|export\b|(?:const|let|var) [{\[])", re.MULTILINE)


class AssetError(Exception):
    """A module that cannot be joined; names the file and the line."""


@dataclass
class Module:
    """One source file: `body` without its imports and the word `export`."""

    path: Path
    body: str
    names: set[str]
    exported: set[str]
    imports: list[tuple[Path, set[str], int]] = field(default_factory=list)


def source(address: str) -> Path:
    """The file behind an address under `/static/`: each application's own are in a folder of its name."""
    return PACKAGE / address.partition("/")[0] / "static" / address


def _imported(path: Path, relative: str) -> Path:
    """What a module means by `../../thread/js/x.js`: addresses, not folders, are relative to each other."""
    address = path.relative_to(PACKAGE / path.relative_to(PACKAGE).parts[0] / "static")
    return source(posixpath.normpath(posixpath.join(address.parent.as_posix(), relative)))


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(PACKAGE)}:{line}"


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def read(path: Path) -> Module:
    """One module. Raises AssetError on any import or export that joining does not understand."""
    text = path.read_text()
    names: set[str] = set()
    exported: set[str] = set()
    for found in TOP_NAME.finditer(text):
        if found[2] in names:
            raise AssetError(f"{where(path, _line_of(text, found.start()))}: {found[2]} is there twice")
        names.add(found[2])
        if found[1]:
            exported.add(found[2])
    imports = [
        (_imported(path, found[2]), set(re.split(r"[\s,]+", found[1])), _line_of(text, found.start()))
        for found in IMPORT.finditer(text)
    ]
    body = IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text)
    body = EXPORT.sub("", body)
    if strange := UNPLAIN.search(body):
        raise AssetError(
            f"{where(path, _line_of(body, strange.start()))}: only plain named imports, exports and names"
        )
    return Module(path, body, names, exported, imports)


def reachable(entry: Path) -> list[Module]:
    """The modules an entry needs, each after those it imports. Raises AssetError on what cannot be joined."""
    modules: dict[Path, Module] = {}
    done: list[Module] = []

    def visit(path: Path, chain: tuple[Path, ...]) -> None:
        if path in chain:
            circle = " → ".join(step.name for step in (*chain[chain.index(path) :], path))
            raise AssetError(f"{where(path, 1)}: modules import one another in a circle ({circle})")
        if path in modules:
            return
        modules[path] = module = read(path)
        for target, wanted, line in module.imports:
            if not target.is_file():
                raise AssetError(f"{where(path, line)}: there is no {target.name}")
            visit(target, (*chain, path))
            if missing := wanted - modules[target].exported:
                raise AssetError(
                    f"{where(path, line)}: {target.name} does not export {', '.join(sorted(missing))}"
                )
            if clash := wanted & module.names:
                raise AssetError(f"{where(path, line)}: {', '.join(sorted(clash))} is imported and declared")
        done.append(module)

    visit(entry, ())
    return done


def join(entry: Path, name: str = "") -> str:
    """The text of one file that does what `entry` does with all it imports."""
    return _scope(_bodies(reachable(entry), name))


def join_apart(name: str) -> str:
    """A file loaded when first needed that needs no other: a module that exports what its first module does."""
    modules = reachable(source(APART[name]))
    return f"{_bodies(modules, name)}\nexport {{ {', '.join(sorted(modules[-1].exported))} }};\n"


def join_main() -> str:
    """The file every page has; it gives what the later ones share with it."""
    modules = reachable(source(ENTRIES[MAIN]))
    shared = sorted(set().union(*(wanted_of_main(source(entry)) for entry in LAZY.values()), {"learn"}))
    return _scope(f"{_bodies(modules, MAIN)}\nself.aufil = {{ {', '.join(shared)} }};")


def join_lazy(name: str) -> str:
    """A file loaded when first needed: a module that exports what its first module does."""
    entry = source(LAZY[name])
    main = _main_paths()
    own = [module for module in reachable(entry) if module.path not in main]
    texts = _texts_of(name)
    shared = wanted_of_main(entry) | ({"learn"} if texts else set())
    given = f"const {{ {', '.join(sorted(shared))} }} = self.aufil;\n" if shared else ""
    learned = f"learn({texts});\n" if texts else ""
    exported = next(module.exported for module in own if module.path == entry)
    return f"{given}{learned}{_bodies(own, name)}\nexport {{ {', '.join(sorted(exported))} }};\n"


def wanted_of_main(entry: Path) -> set[str]:
    """What the modules of a later file, but those of `MAIN`, import from those of `MAIN`."""
    main = _main_paths()
    own = [module for module in reachable(entry) if module.path not in main]
    return {name for module in own for path, wanted, _ in module.imports if path in main for name in wanted}


def _main_paths() -> set[Path]:
    return {module.path for module in reachable(source(ENTRIES[MAIN]))}


def _texts_of(name: str) -> str:
    """The sentences of a later file as JSON; "" when it has none. Raises AssetError on what is not JSON."""
    template = name.removesuffix(".js") + "_texts.html"
    try:
        return json.dumps(json.loads(render_to_string(template)), ensure_ascii=False)
    except TemplateDoesNotExist:
        return ""
    except ValueError as error:
        raise AssetError(f"{template}: {error}") from None


def _bodies(modules: list[Module], name: str = "") -> str:
    owner: dict[str, Path] = {}
    for module in modules:
        for top in sorted(module.names):
            if top in owner:
                raise AssetError(f"{where(module.path, 1)}: {top} is also declared in {where(owner[top], 1)}")
            owner[top] = module.path
    return "\n".join(_readdressed(module, name) for module in modules)


def _readdressed(module: Module, name: str) -> str:
    """A module's body, which loads others later by where they are once joined."""
    built = {source(entry): target for target, entry in {**LAZY, **APART}.items()}

    def address(found: re.Match[str]) -> str:
        path = _imported(module.path, found[2])
        target = built.get(path) or path.relative_to(PACKAGE).as_posix().partition("/static/")[2]
        if not name or not path.is_file() or (path not in built and not ASIDE.search(target)):
            line = _line_of(module.body, found.start())
            raise AssetError(f"{where(module.path, line)}: {found[2]} is no later file")
        relative = posixpath.relpath(target, posixpath.dirname(name))
        return f'{found[1]}("{relative if relative.startswith(".") else "./" + relative}"'

    return LATER.sub(address, module.body)


def _scope(body: str) -> str:
    # A scope of its own, also where it is not loaded as a module (the service worker).
    return f'(()=>{{"use strict";\n{body}\n}})();\n'


def build(out: Path = OUT) -> dict[str, int]:
    """Write every joined file under `out`; their sizes in bytes by name."""
    texts = {name: join(source(entry), name) for name, entry in ENTRIES.items() if name != MAIN}
    texts |= {MAIN: join_main(), **{name: join_lazy(name) for name in LAZY}}
    texts |= {name: join_apart(name) for name in APART}
    written = {name: str(rjsmin.jsmin(text)) for name, text in texts.items()}
    css = PACKAGE / "ui" / "static" / "ui" / "css"
    for name in STYLES:
        written[f"ui/css/{name}"] = str(rcssmin.cssmin((css / name).read_text()))
    for name, text in written.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return {name: len(text.encode()) for name, text in written.items()}
