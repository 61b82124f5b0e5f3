"""Pages of the dashboard, as the server makes them; prints a report in Markdown.

    python bench/pages.py [--services 100000] [--times 5]

"Cold" is a page of which nothing was kept: every section is asked. "Warm" is the same page again, which was kept. Both
are medians by the clock through the whole application, without a network. The bytes are those of the page alone.
The list of services is asked for first, which reads all services once for the generation of the data, and then for
another page of it and for choices, which doesn't.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from generated import SEED_DATA, seed

from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent


@contextmanager
def served(settings: Settings) -> Iterator[TestClient]:
    """A client of an application with ``settings``."""
    with TestClient(create_app(settings)) as client:
        yield client


def milliseconds(client: TestClient, address: str) -> tuple[float, int]:
    """How long the page at ``address`` takes, and how many bytes it has."""
    start = time.perf_counter()
    answer = client.get(address)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:  # noqa: PLR2004 - fine
        raise SystemExit(f"{address}: {answer.status_code} {answer.text[:500]}")
    return took, len(answer.content)


def of_demo(times: int) -> None:
    """Every page of the fictional country."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store=f"oxigraph:{folder}/store", archive=Path(folder) / "archive", home=ROOT)
        deployment = Deployment(settings)
        load(deployment.store, SEED_DATA, deployment.vocabulary)
        names = [name for name, page in deployment.dashboards.pages.items() if not page.about]
        deployment.close()
        print("| page | cold, ms | warm, ms | kB |\n|---|---|---|---|")
        with served(settings) as client:
            milliseconds(client, "/about")
            for name in names:
                colds = [milliseconds(client, f"/stacks/demo/{name}?unused={n}") for n in range(times)]
                warms = [milliseconds(client, f"/stacks/demo/{name}?unused=0")[0] for _ in range(times)]
                cold, warm = statistics.median(took for took, _ in colds), statistics.median(warms)
                print(f"| {name} | {cold:.1f} | {warm:.1f} | {colds[0][1] / 1000:.0f} |")


def of_many(services: int, times: int) -> None:
    """The list of services of a generated country."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store=f"oxigraph:{folder}/store", archive=Path(folder) / "archive", home=ROOT)
        seed(Path(folder) / "store", services)
        print(f"\n| list of {services:,} services | ms | kB |\n|---|---|---|")
        with served(settings) as client:
            milliseconds(client, "/about")
            for what, address in (
                ("first after a change", "?offset=0"),
                ("another page", "?offset={}"),
                ("at level 3", "?at_level=3&offset={}"),
                ("at level 3, planned for 2027", "?at_level=3&in_year=2027&offset={}"),
                ("with a word in the name, first", "?q=birth"),
                ("with a word in the name", "?q=registration&offset={}"),
            ):
                count = 1 if "{}" not in address else times
                places = [f"/stacks/demo/services{address.format(50 * (n + 1))}" for n in range(count)]
                runs = [milliseconds(client, place) for place in places]
                print(f"| {what} | {statistics.median(took for took, _ in runs):.1f} | {runs[0][1] / 1000:.0f} |")


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    of_demo(options.times)
    if options.services:
        of_many(options.services, options.times)


if __name__ == "__main__":
    main()
