"""Joins our native JavaScript modules into single files, without a package manager nor a build tool.

Modules may only say `import { a, b } from "./relative.js";` and `export` before `function`, `async function`,
`const` or `class`: then joining is writing them one after another, each after what it imports, without these
words. Names at the top of modules must differ in the whole of a joined file; all of this is checked.
"""

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

import rcssmin
import rjsmin

PACKAGE = Path(__file__).resolve().parent.parent
OUT = PACKAGE.parent / "build" / "joined"
ENTRIES = {  # joined file: its first module
    "ui/app.js": "ui/js/app.js",
    "ui/sw.js": "ui/js/sw.js",
    "ui/desk.js": "ui/js/desk.js",
    "signin/ways.js": "signin/js/ways.js",
    "signin/passkey.js": "signin/js/passkey.js",
    "operate/lists.js": "operate/js/lists.js",
}
STYLES = ("desk.css", "pages.css", "structure.css")

IMPORT = re.compile(r'^import \{\s*([\w\s,]+?),?\s*\} from "(\.[./\w-]+\.js)";', re.MULTILINE)
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


def join(entry: Path) -> str:
    """The text of one file that does what `entry` does with all it imports."""
    owner: dict[str, Path] = {}
    modules = reachable(entry)
    for module in modules:
        for name in sorted(module.names):
            if name in owner:
                raise AssetError(
                    f"{where(module.path, 1)}: {name} is also declared in {where(owner[name], 1)}"
                )
            owner[name] = module.path
    body = "\n".join(module.body for module in modules)
    # A scope of its own, also where it is not loaded as a module (the service worker).
    return f'(()=>{{"use strict";\n{body}\n}})();\n'


def build(out: Path = OUT) -> dict[str, int]:
    """Write every joined file under `out`; their sizes in bytes by name."""
    written = {name: str(rjsmin.jsmin(join(source(entry)))) for name, entry in ENTRIES.items()}
    css = PACKAGE / "ui" / "static" / "ui" / "css"
    for name in STYLES:
        written[f"ui/css/{name}"] = str(rcssmin.cssmin((css / name).read_text()))
    for name, text in written.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return {name: len(text.encode()) for name, text in written.items()}
