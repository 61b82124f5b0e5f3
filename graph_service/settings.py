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


def _packaged_home() -> Path:
    """The folder that holds ontology/, shapes/, queries/, profiles/ and more: in a wheel, or the checkout."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


_ROLES = ("reader", "editor", "curator", "administrator")
#: Algorithms whose keys the provider alone has; with shared keys, whoever checks tokens could make them.
_SIGNING = frozenset(f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}


@dataclass(frozen=True)
class Settings:
    """All settings; each is read as ``GRAPH_<NAME>``, and its help text is what the reference prints."""

    store: str = field(
        default="oxigraph:store",
        metadata={"help": "Where the graph is kept: oxigraph:<folder>."},
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
        metadata={"help": "The folder that keeps texts of named queries, so that cited answers can be repeated."},
    )
    keys: Path = field(
        default=Path("keys.json"),
        metadata={"help": "The file with the keys of those who may change the graph; without one, nobody may."},
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
        metadata={"help": "The folder that saved scenarios are kept in; by default one beside the store."},
    )
    dumps: str = field(
        default="",
        metadata={"help": "The folder that dumps are kept in once they are made; by default one beside the store."},
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
