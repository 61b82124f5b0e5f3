"""Named queries as an API: pages, entity tags, lists of values, and a description that fits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Triple

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

PAYMENTS = {"building_block": "payments"}
PATH = "/queries/services-using-building-block"


def test_pages_add_up_to_the_whole(client: TestClient) -> None:
    """Following the next links gives all rows, once, in order; each page tells the total."""
    whole = client.get(PATH, params=PAYMENTS).json()["rows"]
    rows, address = [], f"{PATH}?building_block=payments&limit=50"
    while address:
        answer = client.get(address)
        assert answer.headers["graph-service-total"] == str(len(whole))
        rows += answer.json()["rows"]
        links = dict(re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"]))
        address = next((target for target, relation in links.items() if relation == "next"), "")
    assert rows == whole
    assert len(whole) > 100


def test_pages_link_to_first_and_last(client: TestClient) -> None:
    """Links keep the other parameters."""
    link = client.get(PATH, params={**PAYMENTS, "limit": "50", "offset": "50"}).headers["link"]
    assert set(re.findall(r'rel="(\w+)"', link)) == {"first", "prev", "next", "last", "bookmark"}
    assert link.count("building_block=payments") == 5
    assert 'offset=100>; rel="last"' in link


@pytest.mark.parametrize("wrong", ["0", "", " 1", "1000000000", "٣", "9" * 400])
def test_wrong_pages_are_refused(client: TestClient, wrong: str) -> None:
    """A limit is a whole number in its bounds."""
    answer = client.get("/queries/stacks", params={"limit": wrong})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["parameter"] == "limit"


def test_an_answer_at_hand_is_not_sent_again(client: TestClient) -> None:
    """304 for the tag that was given, also as one of several and for HEAD."""
    first = client.get("/queries/stacks.csv")
    etag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    for sent in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get("/queries/stacks.csv", headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get("/queries/stacks.csv", headers={"If-None-Match": '"other"'}).content == first.content


def test_tags_tell_formats_arguments_and_pages_apart(client: TestClient) -> None:
    """Whatever changes the bytes changes the tag."""
    addresses = [
        "/queries/building-block-reuse.csv",
        "/queries/building-block-reuse.json",
        "/queries/building-block-reuse.csv?stack=demo",
        "/queries/building-block-reuse.csv?stack=demo&lang=fr",
        "/queries/building-block-reuse.csv?limit=5",
        "/queries/building-blocks.csv",
    ]
    assert len({client.get(address).headers["etag"] for address in addresses}) == len(addresses)


def test_head_is_get_without_the_body(client: TestClient) -> None:
    """Same status, same headers."""
    for path in ("/queries/stacks.csv", "/doc/building-block/payments.ttl", "/", "/queries/none"):
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-length"] == get.headers["content-length"]


def test_the_receipt_is_in_the_headers(client: TestClient) -> None:
    """Generation and digest, as in the JSON document."""
    answer = client.get("/queries/stacks")
    receipt = answer.json()["receipt"]
    assert answer.headers["graph-service-generation"] == str(receipt["generation"])
    assert answer.headers["graph-service-query-digest"] == f"sha256:{receipt['digest']}"


def test_values_that_a_list_does_not_have_are_refused_with_the_nearest(client: TestClient) -> None:
    """A typing error in a key is answered with the key that was meant."""
    problems = client.get(PATH, params={"building_block": "paymnets", "stack": "dmeo"}).json()["problems"]
    assert {p["parameter"]: p["nearest"] for p in problems} == {"building_block": ["payments"], "stack": ["demo"]}


def test_every_query_has_an_operation_that_fits_its_answer(client: TestClient, seeded: Deployment) -> None:
    """Parameters, formats and columns are described, and the examples work."""
    document = client.get("/openapi.json").json()
    for query in seeded.queries.queries.values():
        operation = document["paths"][f"/queries/{query.name}"]["get"]
        examples = {p["name"]: p["example"] for p in operation["parameters"] if "example" in p}
        answer = client.get(f"/queries/{query.name}", params=examples)
        assert answer.status_code == 200
        content = operation["responses"]["200"]["content"]
        if query.form == "graph":
            assert answer.headers["content-type"].partition(";")[0] in content
            continue
        schema = content["application/json"]["schema"]["properties"]
        assert set(answer.json()) <= set(schema)
        assert set(answer.json()["columns"]) == set(schema["rows"]["items"]["properties"])


def test_a_query_file_is_picked_up_without_a_restart(tmp_path: Path, settings: Settings, seeded: Deployment) -> None:
    """Added, broken, mended: the others answer all the while."""
    for folder in ("ontology", "shapes"):
        (tmp_path / folder).symlink_to(settings.home / folder)
    (tmp_path / "queries").mkdir()
    text = (settings.home / "queries" / "stacks.rq").read_text(encoding="utf-8")
    (tmp_path / "queries" / "one.rq").write_text(text)
    deployment = Deployment(Settings(store=settings.store, home=tmp_path, reload_seconds=0))
    deployment.__dict__["store"] = seeded.store
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    client = TestClient(app)
    assert client.get("/queries/two").status_code == 404
    (tmp_path / "queries" / "two.rq").write_text(text.replace("SELECT", "SELEKT"))
    assert client.get("/queries/two").status_code == 503
    assert client.get("/queries/one").status_code == 200
    (tmp_path / "queries" / "two.rq").write_text(text.replace("{", "{ "))
    assert client.get("/queries/two").status_code == 200
    (tmp_path / "queries" / "two.rq").unlink()
    assert client.get("/queries/two").status_code == 404


def test_a_kept_answer_is_the_one_that_was_given(client: TestClient) -> None:
    """From memory or not, bytes and headers are the same but for the id; formats and pages are kept apart."""
    for address in ("/queries/stacks", "/queries/stacks?limit=1", "/queries/stacks?limit=1&offset=1"):
        for accept in ("application/json", "text/csv"):
            first, again = (client.get(address, headers={"Accept": accept}) for _ in range(2))
            assert first.content == again.content
            ids = {answer.headers.pop("X-Request-ID") for answer in (first, again)}
            assert len(ids) == 2
            assert dict(first.headers) == dict(again.headers)
            assert first.headers["content-type"].startswith(accept)
    assert client.get("/queries/stacks?limit=1").content != client.get("/queries/stacks?limit=1&offset=1").content


def test_a_change_of_the_data_makes_kept_answers_new(tmp_path: Path, settings: Settings) -> None:
    """The next request after a commit sees it."""
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path / 'store'}", home=settings.home))
    graph = f"{settings.base}graph/x/stack"
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    client = TestClient(app)
    assert client.get("/queries/stacks").json()["rows"] == []
    psg, stack = f"{settings.base}def/", NamedNode(f"{settings.base}id/stack/x")
    told = [
        Triple(stack, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode(f"{psg}Stack")),
        Triple(stack, NamedNode(f"{psg}fictional"), Literal(True)),
    ]
    deployment.store.commit(Change({graph: told}, "A stack"))
    answer = client.get("/queries/stacks")
    assert [row["stack"] for row in answer.json()["rows"]] == [stack.value]
    assert answer.headers["graph-service-generation"] == "1"
    deployment.close()


def test_a_page_tells_the_total_in_json(client: TestClient) -> None:
    """The whole does not: there it is the number of rows."""
    document = client.get("/queries/building-blocks", params={"limit": "3"}).json()
    assert (len(document["rows"]), document["total"]) == (3, 16)
    assert "total" not in client.get("/queries/building-blocks").json()


def test_an_analysis_is_paged_and_tagged_like_any_answer(client: TestClient) -> None:
    """Pages add up to the whole, and a parameter of the analysis alone changes the entity tag."""
    path = "/queries/impact-of-system"
    whole = client.get(path, params={"system": "demo-service-bus"})
    rows = whole.json()["rows"]
    pages = [
        client.get(path, params={"system": "demo-service-bus", "limit": "40", "offset": offset})
        for offset in ("0", "40")
    ]
    assert [row for page in pages for row in page.json()["rows"]] == rows
    assert {page.json()["total"] for page in pages} == {len(rows)}
    near = client.get(path, params={"system": "demo-service-bus", "degree": "1"})
    assert {row["degree"] for row in near.json()["rows"]} == {1}
    assert near.headers["etag"] != whole.headers["etag"]
    assert "analysis paths" in whole.json()["receipt"]["engine"]
    page = client.get(path, params={"system": "demo-service-bus", "format": "html"})
    assert "which depends on “ExBus, the national service bus”" in page.text
