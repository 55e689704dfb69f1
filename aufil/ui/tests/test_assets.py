"""Joining modules: what it accepts, and what it refuses with the file and the line."""

from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from aufil.ui import assets

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """`write("one/js/a.js", text)`: a module at this address under `/static/`."""
    monkeypatch.setattr(assets, "PACKAGE", tmp_path)

    def put(address: str, text: str) -> Path:
        path = tmp_path / address.partition("/")[0] / "static" / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return put


def test_a_module_comes_after_what_it_imports_and_once(write: Write) -> None:
    write("one/js/low.js", "export const LOW = 1;\n")
    write(
        "two/js/mid.js", 'import { LOW } from "../../one/js/low.js";\nexport function mid() { return LOW; }\n'
    )
    entry = write(
        "one/js/app.js",
        'import { LOW } from "./low.js";\nimport {\n  mid,\n} from "../../two/js/mid.js";\n\nmid(LOW);\n',
    )
    joined = assets.join(entry)
    assert joined.index("const LOW") < joined.index("function mid") < joined.index("mid(LOW)")
    assert joined.count("const LOW") == 1
    assert "import" not in joined
    assert "export" not in joined


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('\nimport low from "./low.js";\n', "one/static/one/js/app.js:2"),
        ('import { LOW as other } from "./low.js";\n', "app.js:1"),
        ('import { NONE } from "./low.js";\n', "low.js does not export NONE"),
        ('import { LOW } from "./none.js";\n', "there is no none.js"),
        ("export default 3;\n", "app.js:1"),
        ("const { a, b } = window;\n", "app.js:1"),
        ('import { LOW } from "./low.js";\nconst LOW = 2;\n', "imported and declared"),
        ("const one = 1;\n\nfunction one() {}\n", "app.js:3"),
    ],
)
def test_anything_else_is_an_error_that_says_where(write: Write, text: str, complaint: str) -> None:
    write("one/js/low.js", "export const LOW = 1;\nconst HIDDEN = 2;\n")
    entry = write("one/js/app.js", text)
    with pytest.raises(assets.AssetError) as caught:
        assets.join(entry)
    assert complaint in str(caught.value)


def test_the_same_name_in_two_modules_is_an_error(write: Write) -> None:
    write("one/js/low.js", "export const LOW = 1;\nconst SAME = 2;\n")
    entry = write("one/js/app.js", 'import { LOW } from "./low.js";\nconst SAME = LOW;\n')
    with pytest.raises(assets.AssetError, match="SAME is also declared"):
        assets.join(entry)


def test_a_circle_is_an_error(write: Write) -> None:
    write("one/js/low.js", 'import { go } from "./app.js";\nexport const LOW = go;\n')
    entry = write("one/js/app.js", 'import { LOW } from "./low.js";\nexport const go = LOW;\n')
    with pytest.raises(assets.AssetError, match="in a circle"):
        assets.join(entry)


@pytest.fixture
def later(write: Write, monkeypatch: pytest.MonkeyPatch) -> Write:
    """A page's script that loads `two/later.js` when it is wanted."""
    monkeypatch.setattr(assets, "ENTRIES", {"one/app.js": "one/js/app.js"})
    monkeypatch.setattr(assets, "MAIN", "one/app.js")
    monkeypatch.setattr(assets, "LAZY", {"two/later.js": "two/js/later.js"})
    write("one/js/texts.js", "export function learn() {}\n")
    write("one/js/low.js", "export const LOW = 1;\n")
    write(
        "one/js/app.js",
        'import { LOW } from "./low.js";\nimport { learn } from "./texts.js";\n'
        'const go = () => import("../../two/js/later.js").then(learn, LOW);\n',
    )
    write("two/js/own.js", "export const OWN = 2;\n")
    write(
        "two/js/later.js",
        'import { LOW } from "../../one/js/low.js";\nimport { OWN } from "./own.js";\n'
        "export function act() { return LOW + OWN; }\n",
    )
    return write


def test_a_later_file_shares_what_the_page_has_and_exports_its_own(later: Write) -> None:
    main, lazy = assets.join_main(), assets.join_lazy("two/later.js")
    assert 'import("../two/later.js")' in main
    assert "self.aufil = { LOW, learn };" in main
    assert lazy.startswith("const { LOW } = self.aufil;\n")
    assert "const LOW" not in lazy
    assert "const OWN = 2" in lazy
    assert lazy.endswith("export { act };\n")


def test_styles_and_scripts_of_others_are_loaded_from_where_they_are(later: Write) -> None:
    later("one/css/tray.css", "")
    later("one/vendor/other.js", "")
    later(
        "two/js/later.js",
        'export const href = new URL("../../one/css/tray.css", import.meta.url);\n'
        'export const other = () => import("../../one/vendor/other.js");\n',
    )
    lazy = assets.join_lazy("two/later.js")
    assert 'new URL("../one/css/tray.css", import.meta.url)' in lazy
    assert 'import("../one/vendor/other.js")' in lazy


@pytest.mark.parametrize("address", ["./none.js", "../../one/js/low.js"])
def test_what_is_no_later_file_cannot_be_loaded_later(later: Write, address: str) -> None:
    later("two/js/later.js", f'\nexport const wrong = () => import("{address}");\n')
    with pytest.raises(assets.AssetError, match=r"later\.js:2: .* is no later file"):
        assets.join_lazy("two/later.js")


def test_the_sentences_of_a_later_file_come_with_it(later: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "render_to_string", lambda name: '{"hello": "Bonjour"}')
    assert 'learn({"hello": "Bonjour"});' in assets.join_lazy("two/later.js")
    monkeypatch.setattr(assets, "render_to_string", lambda name: '{"hello": }')
    with pytest.raises(assets.AssetError, match=r"two/later_texts\.html"):
        assets.join_lazy("two/later.js")


def test_what_a_phone_loads_stays_small(tmp_path: Path) -> None:
    assets.build(tmp_path)
    built = (*assets.ENTRIES, *assets.LAZY, *assets.APART)
    size = {name: len(brotli.compress((tmp_path / name).read_bytes())) for name in built}
    assert size["ui/app.js"] <= 17.25 * 1024
    assert size["ui/sw.js"] <= 8 * 1024
    assert max(size[name] for name in assets.LAZY) <= 6.5 * 1024
    assert size["video/room.js"] <= 12 * 1024
    assert max(size[name] for name in assets.APART) <= 5.25 * 1024
