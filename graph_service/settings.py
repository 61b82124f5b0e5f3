"""What an operator can set, by environment variables that start with ``GRAPH_``."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import inf
from pathlib import Path
from typing import Any


def _packaged_home() -> Path:
    """The folder that holds ontology/, shapes/, queries/, profiles/ and more: in a wheel, or the checkout."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


_ROLES = ("reader", "editor", "curator", "administrator")
#: Algorithms whose keys the provider alone has; with shared keys, whoever checks tokens could make them.
_SIGNING = frozenset(f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}


@dataclass(frozen=True)
class Settings:
    """All settings; each is read from ``GRAPH_<NAME>``, and its help text is what the reference prints."""

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
    engine_password: str = field(default="", repr=False, metadata={"help": "The password of that user."})
    engine_token: str = field(
        default="", repr=False, metadata={"help": "The bearer token that a SPARQL engine asks for, instead of a user."}
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
        default="none",
        metadata={
            "help": "Whether the server answers from a copy in memory, and makes lists ready after each change.",
            "choices": ("none", "memory"),
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
    oidc_issuer: str = field(
        default="",
        metadata={"help": "The issuer of OpenID Connect whose tokens are taken; none by default."},
    )
    oidc_audience: str = field(
        default="",
        metadata={"help": "The audience that tokens must be for."},
    )
    oidc_keys: str = field(
        default="",
        metadata={"help": "A file, or an address (https://…), with the keys that tokens are signed with, as a JWKS."},
    )
    oidc_algorithms: str = field(
        default="RS256 ES256",
        metadata={"help": "The algorithms by which tokens may be signed, separated by spaces; none with shared keys."},
    )
    oidc_role_claim: str = field(
        default="roles",
        metadata={"help": "The claim that tells roles; dots lead into it, as in realm_access.roles."},
    )
    oidc_roles: str = field(
        default="",
        metadata={
            "help": "Which values of that claim are which role, such as graph-team=editor, separated by spaces; "
            "by default those that are named like roles."
        },
    )
    oidc_stack_claim: str = field(
        default="",
        metadata={"help": "The claim that tells the one stack that may be changed; by default tokens are for all."},
    )
    address: str = field(
        default="",
        metadata={
            "help": "Where clients reach this service, such as https://graph.example; else as each request says."
        },
    )
    sparql_seconds: float = field(
        default=10.0,
        metadata={"help": "How long a query to /sparql may run; a client may ask for less."},
    )
    sparql_memory_mb: int = field(
        default=512,
        metadata={"help": "How much memory a query to /sparql may use, in mebibytes."},
    )
    sparql_rows: int = field(
        default=10_000,
        metadata={"help": "How many rows or statements an answer of /sparql may have; the rest is cut, and said so."},
    )
    sparql_concurrency: int = field(
        default=4,
        metadata={"help": "How many queries to /sparql may run at once, each in a process."},
    )
    sparql_queue: int = field(
        default=16,
        metadata={"help": "How many queries to /sparql may wait; further ones are refused."},
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

    def __post_init__(self) -> None:
        """Refuse an address that links can't start with."""
        if self.address and not re.fullmatch(r"https?://[\w.:\[\]-]+", self.address, re.ASCII):
            raise ValueError(f"GRAPH_ADDRESS is {self.address!r}; it should look like https://graph.example")
        self._check_oidc()

    @property
    def audit_file(self) -> Path:
        """The file of the audit log."""
        scheme, _, place = self.store.partition(":")
        return Path(self.audit or f"{place if scheme == 'oxigraph' else 'store'}.audit.jsonl")

    @property
    def roles_of_tokens(self) -> Mapping[str, str]:
        """Which value of a token's claim stands for which role."""
        pairs = (pair.rpartition("=") for pair in self.oidc_roles.split())
        return {value: role for value, _, role in pairs} or dict(zip(_ROLES, _ROLES, strict=True))

    def _check_oidc(self) -> None:
        """Refuse a provider that is described by half, algorithms that are not safe, and roles that there aren't."""
        given = [bool(value) for value in (self.oidc_issuer, self.oidc_audience, self.oidc_keys)]
        if any(given) and not all(given):
            raise ValueError("GRAPH_OIDC_ISSUER, GRAPH_OIDC_AUDIENCE and GRAPH_OIDC_KEYS are given together or not")
        if wrong := set(self.oidc_algorithms.split()) - _SIGNING:
            safe = ", ".join(sorted(_SIGNING))
            raise ValueError(f"GRAPH_OIDC_ALGORITHMS has {', '.join(sorted(wrong))}; safe are {safe}")
        if wrong := set(self.roles_of_tokens.values()) - set(_ROLES):
            raise ValueError(f"GRAPH_OIDC_ROLES names no role by {', '.join(sorted(wrong))}; write value=role")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings from ``environment``.

        :raises ValueError: where a ``GRAPH_`` variable names no setting, so that a typing error is noticed, or its
            value is none that the setting can have.
        """
        known = {f"GRAPH_{f.name.upper()}": f.name for f in fields(cls)}
        given = {key: value for key, value in environment.items() if key.startswith("GRAPH_")}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ValueError(f"unknown settings {', '.join(unknown)}; known are {', '.join(known)}")
        kinds = {f.name: type(getattr(_DEFAULTS, f.name)) for f in fields(cls)}
        values: dict[str, Any] = {known[key]: value for key, value in given.items()}
        for name, value in values.items():
            kind = Path if issubclass(kinds[name], Path) else kinds[name]
            try:
                values[name] = kind(value)
            except ValueError as error:
                raise ValueError(f"GRAPH_{name.upper()} is {value!r}, which is no {kind.__name__}") from error
            if kind in {int, float} and not 0 <= values[name] < inf:
                raise ValueError(f"GRAPH_{name.upper()} is {value!r}, which is no limit")
        for setting in fields(cls):
            choices = setting.metadata.get("choices")
            if choices and values.get(setting.name, choices[0]) not in choices:
                raise ValueError(f"GRAPH_{setting.name.upper()} is none of {', '.join(choices)}")
        return cls(**values)


_DEFAULTS = Settings()
