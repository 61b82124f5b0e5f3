"""Take the pictures of the tour: the pages of the fictional country in a real browser, wide and narrow.

    python docs/take_tour.py

Needs Chromium, and Pillow to make the pictures small. The texts of the tour stand in ``docs/tour/README.md``.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from served import serving  # noqa: E402 - it stands beside the tests

from graph_service.services.deployment import Deployment  # noqa: E402
from graph_service.services.importing.loading import load  # noqa: E402
from graph_service.settings import Settings  # noqa: E402

SEED_DATA = [ROOT / "seed-data" / name for name in ("govstack", "demo", "japan")]
#: What each picture is of.
PAGES = {
    "home": "/",
    "overview": "/stacks/demo/overview",
    "roadmap": "/stacks/demo/roadmap",
    "priorities": "/stacks/demo/priorities",
    "procurement": "/stacks/demo/procurement",
    "life-events": "/stacks/demo/life-events",
    "services": "/stacks/demo/services",
    "service": "/doc/service/demo-birth-registration",
    "building-blocks": "/stacks/demo/building-blocks",
    "building-block": "/doc/building-block/payments",
    "impact": "/stacks/demo/impact?building_block=identity",
    "what-if": "/scenarios/ad-hoc?do=retire-system&do.system=demo-identity-provider&ask=missing-building-blocks",
    "quality": "/stacks/japan/quality",
    "releases": "/stacks/demo/releases",
    "query": "/queries/building-block-reuse?stack=demo",
    "explore": "/explore?thing=service/demo-birth-registration",
    "desk": "/desk",
}
#: The widths of the windows, with the height that a picture shows of each.
WIDTHS = {320: 1400, 768: 1400, 1440: 1300}
_COLOURS = 64


def main() -> None:
    """Write a picture of each page at each width."""
    chromium = shutil.which("chromium")
    if not chromium:
        raise SystemExit("There is no Chromium; 'apt-get install chromium' brings it.")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store=f"oxigraph:{folder}/store", archive=Path(folder) / "archive", home=ROOT)
        deployment = Deployment(settings)
        load(deployment.store, SEED_DATA, deployment.vocabulary)
        deployment.close()
        with serving(settings) as service, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for width, height in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                for name, address in PAGES.items():
                    page.goto(f"{service.address}{address}", wait_until="load")
                    _keep(page.screenshot(), ROOT / "docs" / "tour" / f"{name}-{width}.png")
            browser.close()


def _keep(picture: bytes, path: Path) -> None:
    """Write a picture with few colours, which is as legible and a quarter as large."""
    from PIL import Image  # noqa: PLC0415 - needed here alone

    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS)
    image.save(path, optimize=True)


if __name__ == "__main__":
    main()
