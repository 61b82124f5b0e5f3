"""What an operator can set, by environment variables that start with ``GRAPH_``, or in a file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph_service.configuration import Given, Kind, read
from graph_service.sandbox_settings import SandboxSettings
from graph_service.token_settings import TokenSettings


def _packaged_home() -> Path:
    """The folder that holds ontology/, shapes/, queries/, profiles/ and more: in a wheel, or the checkout."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


@dataclass(frozen=True)
class Settings(TokenSettings, SandboxSettings):
    """All settings; each is read as ``GRAPH_<NAME>``, and its help text is what the reference prints."""

    store: str = field(
        default="oxigraph:store",
        metadata={"help": "Where the graph is kept: oxigraph:<folder>, or sparql:<address of an engine's queries>."},
    )
    engine: str = field(
        default="",
        metadata={
            "help": "The kind of the SPARQL engine (oxigraph, virtuoso, or sparql for others); by default as it says.",
            "choices": ("", "oxigraph", "virtuoso", "sparql"),
        },
    )
    engine_update: str = field(
        default="",
        metadata={
            "help": "Where a SPARQL engine takes updates; by default where engines of its kind do.",
        },
    )
    engine_user: str = field(default="", metadata={"help": "The user that a SPARQL engine knows this service as."})
    engine_password: str = field(
        default="", repr=False, metadata={"help": "The password of that user.", "hidden": True}
    )
    engine_token: str = field(
        default="",
        repr=False,
        metadata={"help": "The bearer token that a SPARQL engine asks for, instead of a user.", "hidden": True},
    )
    engine_answers: str = field(
        default="tested",
        metadata={
            "help": "What answers questions: the engine, a copy beside each server, or the engine where it was tested.",
            "choices": ("tested", "engine", "copy"),
        },
    )
    engine_seconds: float = field(
        default=30.0, metadata={"help": "How long a SPARQL engine may take to answer one request."}
    )
    replica: str = field(
        default="auto",
        metadata={
            "help": "Whether the server answers from a copy in memory: auto where the store is small, none, or memory, "
            "which also makes lists ready after each change.",
            "choices": ("auto", "none", "memory"),
        },
    )
    columns: str = field(
        default="auto",
        metadata={
            "help": "Whether the server answers named queries that read much from a copy in columns: auto where the "
            "store is large, none, or memory.",
            "choices": ("auto", "none", "memory"),
        },
    )
    home: Path = field(
        default_factory=_packaged_home,
        metadata={
            "help": "The folder that holds ontology/, shapes/, queries/, profiles/, mappings/ and seed-data/.",
            "default": "the folders that were installed",
        },
    )
    base: str = field(
        default="https://w3id.org/public-service-graph/",
        metadata={"help": "The IRI that things, documents and graphs of this service start with."},
    )
    reload_seconds: float = field(
        default=1.0,
        metadata={"help": "How often the query files are looked at for changes; 0 looks at each request."},
    )
    answer_seconds: float = field(
        default=0.0,
        metadata={
            "help": "How many seconds after a change an answer, a page or a dump from before is still sent, "
            "so that it can be made anew meanwhile. Answers tell the generation that they stand for."
        },
    )
    archive: Path = field(
        default=Path("query-archive"),
        metadata={
            "help": "The folder that keeps texts of named queries, so that cited answers can be repeated.",
            "state": True,
        },
    )
    keys: Path = field(
        default=Path("keys.json"),
        metadata={
            "help": "The file with the keys of those who may change the graph; without one, nobody may.",
            "state": True,
        },
    )
    audit: str = field(
        default="",
        metadata={"help": "The file of the audit log; by default one beside the store."},
    )
    audit_mb: int = field(
        default=64,
        metadata={"help": "From which size the file of the audit log is put aside, in mebibytes."},
    )
    wrong_keys: int = field(
        default=30,
        metadata={"help": "How many wrong keys a minute one client may try; 0 for no limit."},
    )
    address: str = field(
        default="",
        metadata={
            "help": "Where clients reach this service, such as https://graph.example; else as each request says."
        },
    )
    gate: str = field(
        default="violations",
        metadata={"help": "What stops a change: violations, or warnings too.", "choices": ("violations", "warnings")},
    )
    write_seconds: float = field(
        default=30.0,
        metadata={"help": "How long a change waits for the one before it; then it is refused."},
    )
    client_seconds: float = field(
        default=60.0,
        metadata={"help": "How many seconds of costly work a minute one client may ask for; 0 for no limit."},
    )
    trusted_proxies: str = field(
        default="",
        metadata={"help": "Addresses of proxies, separated by commas, that may say whose request they pass on."},
    )
    federation: str = field(
        default="",
        metadata={"help": "SPARQL endpoints, separated by spaces, that queries may call by SERVICE; none by default."},
    )
    scenarios: str = field(
        default="",
        metadata={
            "help": "The folder that saved scenarios are kept in; by default one beside the store.",
            "state": True,
        },
    )
    dumps: str = field(
        default="",
        metadata={"help": "The folder that dumps are kept in once they are made; by default one beside the store."},
    )
    backups: str = field(
        default="",
        metadata={"help": "The folder that a running service puts backups into; by default one beside the store."},
    )
    disk_mb: int = field(
        default=100,
        metadata={
            "help": "With less free on the disk, in mebibytes, changes are refused and the service says it isn't ready."
        },
    )
    publisher: str = field(
        default="The operator of this service",
        metadata={"help": "Who runs this service, as its description in DCAT says."},
    )
    mapping_python: Path = field(
        default_factory=lambda: Path(sys.prefix) / "mapping" / "bin" / "python",
        metadata={
            "help": "The Python of the environment that mappings of tables run in, apart from the service.",
            "default": "mapping/bin/python in the service's own environment",
        },
    )
    import_mb: int = field(
        default=50,
        metadata={"help": "How large a file may be that is imported, in mebibytes."},
    )
    import_seconds: float = field(
        default=120.0,
        metadata={"help": "How long the reading of a file that is imported may take."},
    )
    import_memory_mb: int = field(
        default=1024,
        metadata={"help": "How much memory the reading of a file that is imported may use, in mebibytes."},
    )

    log: str = field(
        default="json",
        metadata={
            "help": "What a line of the log is: json for programs, text for people.",
            "choices": ("json", "text"),
        },
    )
    log_level: str = field(
        default="info",
        metadata={
            "help": "From which level on the log is written; probes of health are at debug.",
            "choices": ("debug", "info", "warning", "error"),
        },
    )
    metrics: str = field(
        default="",
        metadata={
            "help": "Where metrics can be had without a key, such as 127.0.0.1:9464; /metrics itself asks for a key."
        },
    )

    @property
    def endpoints(self) -> frozenset[str]:
        """The SPARQL endpoints that queries may call."""
        return frozenset(self.federation.split())

    @property
    def room(self) -> int:
        """How many bytes must be free on the disk."""
        return self.disk_mb * 2**20

    def beside_store(self, name: str) -> Path:
        """The file or folder of the setting ``name``; where it is empty, the folder of that name beside the store."""
        if given := getattr(self, name):
            return Path(given)
        scheme, _, place = self.store.partition(":")
        return Path(f"{place if scheme == 'oxigraph' else 'store'}.{name}")

    @property
    def state(self) -> dict[str, Path]:
        """The files and folders that hold what this service must not lose besides the graph, by their settings."""
        return {each.name: self.beside_store(each.name) for each in fields(self) if each.metadata.get("state")}

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """The address and the port that metrics are served at by themselves, where they are."""
        host, _, port = self.metrics.rpartition(":")
        return (host.strip("[]"), int(port)) if self.metrics else None

    def __post_init__(self) -> None:
        """Refuse an address that links can't start with, and a place for metrics that is no address."""
        if self.metrics and not re.fullmatch(r"[\w.:\[\]-]+:\d{1,5}", self.metrics, re.ASCII):
            raise ValueError(f"GRAPH_METRICS is {self.metrics!r}; it should look like 127.0.0.1:9464")
        if self.address and not re.fullmatch(r"https?://[\w.:\[\]-]+", self.address, re.ASCII):
            raise ValueError(f"GRAPH_ADDRESS is {self.address!r}; it should look like https://graph.example")
        self.check_tokens()

    @property
    def audit_file(self) -> Path:
        """The file of the audit log."""
        scheme, _, place = self.store.partition(":")
        return Path(self.audit or f"{place if scheme == 'oxigraph' else 'store'}.audit.jsonl")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings from the file that ``environment`` names, and from ``environment`` itself, which wins.

        :raises ValueError: where something names no setting, so that a typing error is noticed, or has a value that
            the setting can't have.
        """
        return cls(**{name: given.value for name, given in cls.given(environment).items()})

    @classmethod
    def given(cls, environment: Mapping[str, str] = os.environ) -> dict[str, Given]:
        """What is set, and by what; the other settings have their defaults.

        :raises ValueError: as :meth:`from_environment`.
        """
        return read({f.name: _kind(f.name, f.metadata) for f in fields(cls)}, environment)


def _kind(name: str, metadata: Mapping[str, Any]) -> Kind:
    kind = type(getattr(_DEFAULTS, name))
    return Kind(Path if issubclass(kind, Path) else kind, metadata.get("choices", ()))


_DEFAULTS = Settings()
