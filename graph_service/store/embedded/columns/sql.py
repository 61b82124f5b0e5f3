"""prototype: algebra -> SQL"""
from __future__ import annotations
from dataclasses import dataclass, field, replace
from typing import Any
from itertools import count
from pyoxigraph import Literal, NamedNode
from graph_service.model.terms import RDF, XSD
from graph_service.store.embedded.columns.algebra import *

LEX_INT = f"{XSD}integer"
OFF = 1 << 61
INLINE = 1 << 60
SHIFT = 56
IRI, STR, LANGSTR, DEC, OTHER = 1, 2, 3, 4, 5
E18 = 10**18

@dataclass(frozen=True)
class Col:
    sql: str
    rep: str          # id, dec, num, str
    null: bool = False
    int: bool = False

@dataclass
class Rel:
    tables: list[str]
    where: list[str]
    cols: dict[str, Col]
    def select(self, names=None, distinct=False) -> str:
        names = self.cols.keys() if names is None else names
        items = ", ".join(f'{self.cols[n].sql} AS "{n}"' for n in names) or "1 AS \".one\""
        sql = f"SELECT {'DISTINCT ' if distinct else ''}{items}"
        if self.tables: sql += " FROM " + ", ".join(self.tables)
        if self.where: sql += " WHERE " + " AND ".join(self.where)
        return sql

@dataclass(frozen=True)
class E:
    sql: str
    type: str   # id int dec num str bool ; null const
    isdec: str = ""   # for num: sql boolean


def is_int(x): return f"({x} < {-INLINE})"
def kind(x): return f"({x} >> {SHIFT})"
def h(n): return f"{n}::HUGEINT"
REFUSE = "error('not sure')"

class Translator:
    def __init__(self, terms):
        self.terms = terms   # object with .find(term)->id|None, .intern(term)->id, .predicate(iri)->table|None , .classtable
        self.n = count(1)
        self.ctes: list[str] = []
        self.order: list = []
        self.known: dict[str, str] = {}

    def alias(self): return f"t{next(self.n)}"

    # ---- relations
    def sub(self, rel: Rel, names=None) -> tuple[str, dict[str, Col]]:
        a = self.alias()
        names = list(rel.cols) if names is None else names
        cols = {n: Col(f'{a}."{n}"', rel.cols[n].rep, rel.cols[n].null, rel.cols[n].int) for n in names}
        return f"({rel.select(names)}) {a}", cols

    def flat(self, rel: Rel) -> Rel:
        """As one derived table"""
        t, cols = self.sub(rel)
        return Rel([t], [], cols)

    def table(self, sql: str, rel: Rel, *, shared: bool = False) -> Rel:
        """A derived table of sql with the columns of rel"""
        a = self.alias()
        if shared:
            if sql not in self.known:
                self.known[sql] = f"c{len(self.known)}"
                self.ctes.append(f"{self.known[sql]} AS ({sql})")
            src = f"{self.known[sql]} {a}"
        else:
            src = f"({sql}) {a}"
        return Rel([src], [], {n: Col(f'{a}."{n}"', c.rep, c.null, c.int) for n, c in rel.cols.items()})

    def compile(self, p: Any) -> Rel:
        return getattr(self, "c_" + type(p).__name__.lower())(p)

    def c_triples(self, p: Triples) -> Rel:
        return self.triples(p, Rel([], [], {}))

    def triples(self, p, rel):
        stars = []
        for s, pr, o in p.triples:
            if isinstance(pr, Path) and pr.op in "*?": stars.append((s, pr, o)); continue
            self.add(rel, s, pr, o)
        known = lambda t: not isinstance(t, Var) or t.name in rel.cols
        while stars:
            each = next((x for x in stars if known(x[0]) or known(x[2])), None)
            if each is None: raise NotTranslated("zero length of anything")
            stars.remove(each)
            rel = self.star(rel, *each)
        return rel

    def bindvar(self, rel: Rel, term, sql: str):
        if isinstance(term, Var):
            c = rel.cols.get(term.name)
            if c is None: rel.cols[term.name] = Col(sql, "id")
            else: rel.where.append(f"{c.sql} = {sql}")
        else:
            i = self.terms.find(term)
            rel.where.append(f"{sql} = {i}" if i is not None else "false")

    def add(self, rel: Rel, s, pr, o):
        if isinstance(pr, NamedNode):
            t = self.terms.predicate(pr.value)
            a = self.alias()
            if t is None:
                rel.tables.append(f"(SELECT 0::BIGINT AS s, 0::BIGINT AS o WHERE false) {a}")
            else: rel.tables.append(f"{t} {a}")
            self.bindvar(rel, s, f"{a}.s"); self.bindvar(rel, o, f"{a}.o")
        elif isinstance(pr, Var):
            a = self.alias()
            rel.tables.append(f"triples {a}")
            self.bindvar(rel, s, f"{a}.s"); self.bindvar(rel, pr, f"{a}.p"); self.bindvar(rel, o, f"{a}.o")
        elif pr.op == "/":
            at = s
            for part in pr.parts[:-1]:
                mid = Var(f".p{next(self.n)}")
                self.add(rel, at, part, mid); at = mid
            self.add(rel, at, pr.parts[-1], o)
            for k in [k for k in rel.cols if k.startswith(".p")]: pass
        elif pr.op == "^": self.add(rel, o, pr.parts[0], s)
        else:
            a = self.alias()
            rel.tables.append(f"({self.pairs(pr)}) {a}")
            self.bindvar(rel, s, f"{a}.s"); self.bindvar(rel, o, f"{a}.o")

    def pairs(self, pr) -> str:
        """SQL with s, o of a path without zero length"""
        if isinstance(pr, Path) and pr.op == "|":
            return " UNION ALL ".join(f"SELECT s, o FROM ({self.pairs(x)})" for x in pr.parts)
        if isinstance(pr, Path) and pr.op == "+":
            inner = self.pairs(pr.parts[0])
            key = "plus " + inner
            if key not in self.known:
                name = f"c{len(self.known)}"; self.known[key] = name
                self.ctes.append(f"{name}(s, o) AS (SELECT DISTINCT s, o FROM ({inner}) UNION SELECT r.s, e.o FROM {name} r JOIN ({inner}) e ON e.s = r.o)")
            return f"SELECT s, o FROM {self.known[key]}"
        rel = Rel([], [], {})
        self.add(rel, Var("s"), pr, Var("o"))
        return f"SELECT {rel.cols['s'].sql} AS s, {rel.cols['o'].sql} AS o" + (" FROM " + ", ".join(rel.tables) if rel.tables else "") + (" WHERE " + " AND ".join(rel.where) if rel.where else "")

    def star(self, rel: Rel, s, pr, o) -> Rel:
        if pr.op != "*": raise NotTranslated("?")
        known = lambda t: not isinstance(t, Var) or t.name in rel.cols
        inner = self.pairs(Path("+", pr.parts))
        given, other = (s, o) if known(s) else (o, s)
        if any(isinstance(x, Var) and x.name in rel.cols and rel.cols[x.name].null for x in (s, o)): raise NotTranslated("path from what may be unbound")
        base = self.flat(rel) if rel.tables else rel
        gs = base.cols[given.name].sql if isinstance(given, Var) else f"{self.terms.intern(given)}::BIGINT"
        a = self.alias()
        one = Rel(list(base.tables), list(base.where), dict(base.cols)); self.bindvar(one, other, gs)
        side, far = ("s", "o") if given is s else ("o", "s")
        two = Rel([*base.tables, f"({inner}) {a}"], [*base.where, f"{a}.{side} = {gs}", f"{a}.s <> {a}.o"], dict(base.cols))
        self.bindvar(two, other, f"{a}.{far}")
        return self.union([one, two])

    def union(self, rels: list[Rel], distinct=False) -> Rel:
        names = list(dict.fromkeys(n for r in rels for n in r.cols))
        cols = {}
        for n in names:
            reps = {r.cols[n].rep for r in rels if n in r.cols}
            if len(reps) > 1: raise NotTranslated(f"?{n} of several kinds {reps}")
            rep = reps.pop()
            cols[n] = Col("", rep, any(n not in r.cols or r.cols[n].null for r in rels), all(n not in r.cols or r.cols[n].int for r in rels))
        typ = {"id": "BIGINT", "dec": "HUGEINT", "num": "HUGEINT", "str": "VARCHAR"}
        parts = []
        for r in rels:
            full = Rel(r.tables, r.where, {n: r.cols.get(n) or Col(f"NULL::{typ[cols[n].rep]}", cols[n].rep, True) for n in names})
            parts.append(full.select())
        return self.table(" UNION ALL ".join(parts), Rel([], [], cols))

    def c_union(self, p): return self.union([self.compile(b) for b in p.branches])

    def eq(self, n, l: Col, r: Col) -> str:
        if l.rep != r.rep: raise NotTranslated(f"join of {l.rep} and {r.rep}")
        c = f"{l.sql} = {r.sql}"
        if l.null: c += f" OR {l.sql} IS NULL"
        if r.null: c += f" OR {r.sql} IS NULL"
        return f"({c})"

    def c_join(self, p):
        # a star path whose end is bound by the other side
        for a, b in ((p.left, p.right), (p.right, p.left)):
            if isinstance(b, Triples) and any(isinstance(x, Path) and x.op in "*?" for _, x, _ in b.triples):
                plain = tuple(x for x in b.triples if not (isinstance(x[1], Path) and x[1].op in "*?"))
                stars = tuple(x for x in b.triples if x not in plain)
                rel = self.compile(a)
                if plain: rel = self.join(rel, self.compile(Triples(plain)))
                return self.triples(Triples(stars), Rel(list(rel.tables), list(rel.where), dict(rel.cols)))
        return self.join(self.compile(p.left), self.compile(p.right))

    def join(self, l: Rel, r: Rel) -> Rel:
        shared = [n for n in l.cols if n in r.cols]
        where = [*l.where, *r.where, *(self.eq(n, l.cols[n], r.cols[n]) for n in shared)]
        cols = {**r.cols, **l.cols}
        for n in shared:
            a, b = l.cols[n], r.cols[n]
            if a.null and b.null: cols[n] = Col(f"coalesce({a.sql}, {b.sql})", a.rep, True)
            elif a.null: cols[n] = b
            else: cols[n] = a
        return Rel([*l.tables, *r.tables], where, cols)

    def c_leftjoin(self, p):
        l = self.compile(p.left); r = self.compile(p.right)
        pushed = None
        if p.condition is not None:
            consts = {n: c for n, c in l.cols.items() if isconst(c.sql) and n not in r.cols}
            used = exprvars(p.condition)
            if all(n in consts or n not in l.cols or (n in r.cols and not r.cols[n].null) for n in used):
                pushed = Rel(list(r.tables), list(r.where), {**r.cols, **consts})
                pushed.where.append(self.bool(pushed, p.condition))
                r = Rel(pushed.tables, pushed.where, r.cols)
        if not l.tables: l = Rel(["(SELECT 1) one"], l.where, l.cols)
        lt, lc = self.sub(l); rt_rel = Rel(r.tables or ["(SELECT 1) one"], r.where, dict(r.cols))
        rt_rel.cols[".here"] = Col("1", "id")
        rt, rc = self.sub(rt_rel)
        here = rc.pop(".here")
        shared = [n for n in lc if n in rc]
        on = [self.eq(n, lc[n], rc[n]) for n in shared]
        cols = dict(lc)
        for n, c in rc.items():
            if n not in lc: cols[n] = Col(c.sql, c.rep, True, c.int)
            elif lc[n].null: cols[n] = Col(f"coalesce({lc[n].sql}, {c.sql})", c.rep, True)
        if p.condition is not None and pushed is None:
            inside = Rel([f"{lt}, {rt}"], [], {**rc, **lc})
            before = len(inside.tables)
            e = self.bool(inside, p.condition)
            if len(inside.tables) != before or inside.tables[0] != f"{lt}, {rt}": raise NotTranslated("lookup in OPTIONAL")
            on.append(e)
        return Rel([f"{lt} LEFT JOIN {rt} ON {' AND '.join(on) or 'true'}"], [], cols)

    def c_minus(self, p):
        l = self.compile(p.left); r = self.compile(p.right)
        shared = [n for n in l.cols if n in r.cols]
        if not shared: return l
        sure = any(not (l.cols[n].null or r.cols[n].null) for n in shared)
        rt, rc = self.sub(r, shared)
        l = self.flat(l)
        some = "" if sure else " AND (" + " OR ".join(f"{l.cols[n].sql} = {rc[n].sql}" for n in shared) + ")"
        l.where.append(f"NOT EXISTS (SELECT 1 FROM {rt} WHERE {' AND '.join(self.eq(n, l.cols[n], rc[n]) for n in shared)}{some})")
        return l

    def c_filter(self, p):
        rel = self.compile(p.pattern)
        rel = Rel(list(rel.tables), list(rel.where), dict(rel.cols))
        rel.where.append(self.bool(rel, p.condition))
        return rel

    def c_extend(self, p):
        rel = self.compile(p.pattern)
        rel = Rel(list(rel.tables), list(rel.where), dict(rel.cols))
        if p.var in rel.cols: raise NotTranslated("assigned twice")
        if isinstance(p.expression, Var):
            if p.expression.name in rel.cols: rel.cols[p.var] = rel.cols[p.expression.name]
            return rel
        return self.extended(rel, p.var, p.expression)

    def extended(self, rel, var, expression):
        rel, expression = self.staged(rel, expression, True)
        c = self.column(self.expr(rel, expression))
        if c is not None:
            rel.cols[var] = c
            if len(c.sql) > 100: rel = self.flat(rel)
        return rel

    def staged(self, rel, x, top=False):
        """Intermediate results of arithmetic as columns of their own"""
        if not isinstance(x, Call): return rel, x
        args = []
        for y in x.arguments:
            rel, y = self.staged(rel, y); args.append(y)
        x = Call(x.name, tuple(args))
        if not top and x.name in ("*", "/", "+", "-", "ROUND", "COALESCE", "IF") and any(isinstance(y, (Var, Call)) for y in args):
            name = f".a{next(self.n)}"
            e = self.expr(rel, x)
            if e.type in ("num", "dec", "int"):
                c = self.column(e)
                rel.cols[name] = c
                return self.flat(rel), Var(name)
            if e.type == "null": return rel, Var(name)
        return rel, x

    def column(self, e: E) -> Col | None:
        if e.type == "null": return None
        if e.type == "id": return Col(e.sql, "id", not isconst(e.sql))
        if e.type == "conststr": return Col(f"{self.terms.intern(Literal(unquote(e.sql)))}::BIGINT", "id")
        if e.type == "iri": return Col(e.sql, "id")
        if e.type == "int" and e.sql.startswith("(") and e.sql.endswith(f" + {OFF})") and e.sql.count("(") == 1: return Col(e.sql[1:-len(f" + {OFF})")], "id", True, True)
        if e.type == "int": return Col(f"CASE WHEN abs({e.sql}) < {INLINE} THEN {e.sql} - {OFF} WHEN {e.sql} IS NOT NULL THEN {REFUSE}::BIGINT END", "id", True, True)
        if e.type == "bool": return Col(f"CAST({e.sql} AS BIGINT)", "id", True)
        if e.type == "num": return Col(f"({e.sql} * 2 + CAST({e.isdec} AS HUGEINT))", "num", True)
        return Col(e.sql, e.type, True)

    def c_values(self, p):
        names = [n for i, n in enumerate(p.names) if any(r[i] is not None for r in p.rows)]
        idx = [p.names.index(n) for n in names]
        if not names:
            if len(p.rows) == 1: return Rel([], [], {})
            raise NotTranslated("VALUES of nothing")
        rows = ", ".join("(" + ", ".join("NULL::BIGINT" if r[i] is None else f"{self.terms.intern(r[i])}::BIGINT" for i in idx) + ")" for r in p.rows)
        if len(p.rows) == 1 :
            return Rel([], [], {n: Col(f"{self.terms.intern(p.rows[0][i])}::BIGINT", "id") for n, i in zip(names, idx)})
        a = self.alias()
        q = ", ".join(f'"{n}"' for n in names)
        return Rel([f"(VALUES {rows}) {a}({q})"], [], {n: Col(f'{a}."{n}"', "id", any(r[i] is None for r in p.rows)) for n, i in zip(names, idx)})

    def c_distinct(self, p):
        rel = self.compile(p.pattern)
        return self.table(rel.select(distinct=True), rel, shared=True)

    def c_project(self, p):
        if isinstance(p.pattern, OrderBy):
            p = Project(p.pattern.pattern, p.names)  # inner order decides nothing, but in concatenations
        rel = self.compile(p.pattern)
        return Rel(rel.tables, rel.where, {n: rel.cols[n] for n in p.names if n in rel.cols})

    def c_slice(self, p): raise NotTranslated("LIMIT")
    def c_orderby(self, p): return self.compile(p.pattern)

    def c_group(self, p):
        rel = self.compile(p.pattern)
        rel = Rel(list(rel.tables), list(rel.where), dict(rel.cols))
        args = {}
        aggs = []
        for name, g in p.aggregates:
            if isinstance(g.argument, Call):
                rel, arg = self.staged(rel, g.argument); g = replace(g, argument=arg)
            aggs.append((name, g))
        p = replace(p, aggregates=tuple(aggs))
        for name, g in p.aggregates:
            if g.argument is None: args[name] = None; continue
            args[name] = self.aggarg(rel, g)
        keys = [k for k in p.keys if k in rel.cols]
        cols = {k: rel.cols[k] for k in keys}
        items = [f'{rel.cols[k].sql} AS "{k}"' for k in keys]
        out = {k: Col("", c.rep, c.null, c.int) for k, c in cols.items()}
        for name, g in p.aggregates:
            e = self.aggregate(rel, g, args[name])
            c = self.column(e)
            if c is None: continue
            if g.name == "COUNT": c = Col(f"{e.sql} - {OFF}", "id", False, True)
            items.append(f'{c.sql} AS "{name}"'); out[name] = Col("", c.rep, c.null, c.int)
        sql = f"SELECT {', '.join(items) or '1 AS one'}" + (" FROM " + ", ".join(rel.tables) if rel.tables else "") + (" WHERE " + " AND ".join(rel.where) if rel.where else "")
        if p.keys:
            if keys: sql += " GROUP BY " + ", ".join(f'{rel.cols[k].sql}' for k in keys) if False else " GROUP BY " + ", ".join(str(i+1) for i in range(len(keys)))
            else: sql += " HAVING count(*) > 0"
        if not any(x for x in items): raise NotTranslated("group of nothing")
        return self.table(sql, Rel([], [], out), shared=True)

    def aggarg(self, rel, g):
        e = self.expr(rel, g.argument)
        lex = None
        if g.name in ("MIN", "MAX") and e.type == "id":
            lex = self.lookup(rel, e.sql)
        if g.name == "GROUP_CONCAT" and e.type == "id":
            raise NotTranslated("GROUP_CONCAT of ids")
        if g.name in ("SUM", "AVG") and e.type == "id":
            e = self.num(rel, e)
        return e, lex

    def aggregate(self, rel, g, arg) -> E:
        if g.name == "COUNT":
            if g.argument is None: return E("count(*)", "int")
            e = arg[0]
            if e.type == "null": return E("0::BIGINT", "int")
            return E(f"count({'DISTINCT ' if g.distinct else ''}{self.value(e)})", "int")
        e, lex = arg
        if e.type == "null":
            return E("NULL", "null")   # unbound whatever; empty group SUM differs
        all_ = lambda x, sql: f"CASE WHEN count({x}) = count(*) THEN {sql} END"
        if g.name == "SAMPLE":
            if e.type == "num": return E(self.half(f"min({self.value(e)})"), "num", f"((min({self.value(e)}) & 1) = 1)")
            if e.type in ("conststr", "iri"): e = E(self.value(e), "id")
            if e.type == "bool": return E(f"bool_and({e.sql})", "bool")
            return replace(e, sql=f"min({e.sql})")
        if g.name in ("MIN", "MAX"):
            f = g.name.lower()
            if e.type in ("int", "dec", "str", "bool"): return E(all_(e.sql, f"{f}({e.sql})"), e.type)
            if e.type == "num": raise NotTranslated("MIN of num")
            x = e.sql
            return E(all_(x, f"CASE WHEN max({x}) < {-INLINE} THEN {f}({x}) WHEN min({kind(x)}) = max({kind(x)}) AND min({kind(x)}) IN ({IRI}, {STR}) THEN arg_{f}({x}, {lex}.lex) WHEN count({x}) > 0 THEN {REFUSE}::BIGINT END"), "id")
        if g.name in ("SUM", "AVG"):
            d = "DISTINCT " if g.distinct else ""
            if g.name == "SUM" and e.type == "int": return E(f"CASE WHEN count({e.sql}) = count(*) THEN coalesce(sum({d}{e.sql}), 0)::BIGINT END", "int")
            if d: raise NotTranslated("SUM DISTINCT")
            if e.type == "int": e = E(f"({e.sql})::HUGEINT * {E18}", "num", "false")
            if e.type == "dec": e = E(e.sql, "num", "true")
            if e.type != "num": raise NotTranslated(f"SUM of {e.type}")
            if g.name == "SUM": return E(all_(e.sql, f"coalesce(sum({e.sql}), 0)::HUGEINT"), "num", f"coalesce(bool_or({e.isdec}), false)")
            return E(all_(e.sql, f"CASE WHEN count(*) = 0 THEN 0 ELSE sum({e.sql})::HUGEINT // count(*) END"), "num", "count(*) > 0")
        if g.name == "GROUP_CONCAT" and e.type == "str":
            if g.distinct: raise NotTranslated("distinct concat")
            return E(all_(e.sql, f"coalesce(string_agg({e.sql}, '{g.separator}' ORDER BY {e.sql}), '')"), "str")
        raise NotTranslated(g.name)

    def half(self, x): return f"(({x} - ({x} & 1)) // 2)"
    def nope(self, why): raise NotTranslated(why)

    # ---- expressions
    def value(self, e: E) -> str:
        c = self.column(e)
        return c.sql

    def lookup(self, rel: Rel, x: str, table="terms") -> str:
        """join terms on id x; returns alias"""
        key = (table, x)
        m = rel.__dict__.setdefault("looked", {})
        if key in m: return m[key]
        a = self.alias()
        # wrap the whole FROM so that LEFT JOIN sees it
        if not rel.tables: rel.tables.append("(SELECT 1) one")
        rel.tables[:] = [f"{rel.tables[0]} LEFT JOIN {table} {a} ON {a}.id = {x}"] if len(rel.tables) == 1 else [self.wrapped(rel, table, a, x)]
        m[key] = a
        return a

    def wrapped(self, rel, table, a, x):
        return " CROSS JOIN ".join(f"{t}" if " JOIN " not in t else f"({t})" for t in rel.tables) + f" LEFT JOIN {table} {a} ON {a}.id = {x}"

    def bool(self, rel, x) -> str:
        e = self.expr(rel, x)
        return self.ebv(e)

    def ebv(self, e: E) -> str:
        if e.type == "null": return "NULL::BOOLEAN"
        if e.type == "bool": return e.sql
        if e.type in ("int", "dec"): return f"({e.sql} <> 0)"
        if e.type == "str": return f"({e.sql} <> '')"
        if e.type == "id":
            x = e.sql
            return f"(CASE WHEN {x} IN (0, 1) THEN {x} = 1 WHEN {is_int(x)} THEN {x} <> {-OFF} WHEN {kind(x)} = {IRI} THEN NULL WHEN {x} IS NOT NULL THEN {REFUSE}::BOOLEAN END)"
        raise NotTranslated("ebv")

    def expr(self, rel: Rel, x: Any) -> E:
        if isinstance(x, Var):
            c = rel.cols.get(x.name)
            if c is None: return E("NULL", "null")
            if c.rep == "num": return E(self.half(c.sql), "num", f"(({c.sql} & 1) = 1)")
            if c.int: return E(f"({c.sql} + {OFF})", "int")
            return E(c.sql, c.rep)
        if isinstance(x, Literal):
            if x.datatype.value == LEX_INT: return E(f"{int(x.value)}::BIGINT", "int")
            if x.datatype.value == f"{XSD}decimal":
                from decimal import Decimal
                return E(f"{int(Decimal(x.value)*E18)}::HUGEINT", "dec")
            if x.datatype.value == f"{XSD}boolean": return E(x.value, "bool")
            if x.datatype.value == f"{XSD}string": return E(quote(x.value), "conststr")
            return E(f"{self.terms.intern(x)}::BIGINT", "id")
        if isinstance(x, NamedNode): return E(f"{self.terms.intern(x)}::BIGINT", "iri")
        if isinstance(x, Exists): return self.exists(rel, x)
        if isinstance(x, Call): return self.call(rel, x)
        raise NotTranslated(str(type(x)))

    def exists(self, rel, x):
        inner = self.compile(x.pattern)
        shared = [n for n in inner.cols if n in rel.cols]
        free = exprvars(x.pattern) - set(inner.cols)
        if free & set(rel.cols): raise NotTranslated("EXISTS that looks outside")
        if any(inner.cols[n].null for n in shared): raise NotTranslated("EXISTS with unbound")
        it, ic = self.sub(inner, shared)
        cond = " AND ".join(self.eq(n, rel.cols[n], ic[n]) for n in shared)
        return E(f"EXISTS (SELECT 1 FROM {it}{' WHERE ' + cond if cond else ''})", "bool")

    def call(self, rel, x) -> E:
        name, a = x.name, x.arguments
        if name in ("&&", "||"):
            return E(f"({self.bool(rel, a[0])} {'AND' if name == '&&' else 'OR'} {self.bool(rel, a[1])})", "bool")
        if name == "!": return E(f"(NOT {self.bool(rel, a[0])})", "bool")
        if name == "BOUND":
            c = rel.cols.get(a[0].name)
            return E("false" if c is None else f"({c.sql} IS NOT NULL)", "bool")
        if name == "IF":
            c = self.bool(rel, a[0]); y, z = self.same(self.options([self.expr(rel, a[1]), self.expr(rel, a[2])]), rel)
            isdec = f"CASE WHEN {c} THEN {y.isdec} WHEN NOT {c} THEN {z.isdec} END" if y.type == "num" else ""
            return E(f"(CASE WHEN {c} THEN {y.sql} WHEN NOT {c} THEN {z.sql} END)", y.type, isdec)
        if name == "COALESCE":
            es = [e for e in (self.expr(rel, y) for y in a) if e.type != "null"]
            es = self.options(es)
            if not es: return E("NULL", "null")
            es = self.same(es, rel)
            isdec = "CASE " + " ".join(f"WHEN {e.sql} IS NOT NULL THEN {e.isdec}" for e in es) + " END" if es[0].type == "num" else ""
            return E(f"coalesce({', '.join(e.sql for e in es)})", es[0].type, isdec)
        if name == "IN":
            opts = [self.compare(rel, "=", self.expr(rel, a[0]), self.expr(rel, y)) for y in a[1:]]
            return E(f"({' OR '.join(opts) or 'false'})", "bool")
        if name in ("=", "!=", "<", ">", "<=", ">="):
            return E(self.compare(rel, name, self.expr(rel, a[0]), self.expr(rel, a[1])), "bool")
        if name in ("+", "-", "*", "/"):
            return self.arithmetic(rel, name, self.expr(rel, a[0]), self.expr(rel, a[1]))
        if name == "ROUND":
            e = self.expr(rel, a[0])
            if e.type == "null": return e
            if e.type == "int": return e
            if e.type == "id": e = self.num(rel, e)
            if e.type not in ("dec", "num"): raise NotTranslated("ROUND")
            v = f"({e.sql} // {10**17})"
            r = f"(CASE WHEN {v} >= 0 THEN {v} // 10 + ({v} % 10 >= 5)::INT ELSE -((-{v}) // 10 + ((-{v}) % 10 > 5)::INT) END * {h(E18)})"
            return replace(e, sql=r)
        if name == "STR": return self.str(rel, self.expr(rel, a[0]))
        if name == "LANG":
            e = self.expr(rel, a[0])
            if e.type == "null": return e
            if e.type != "id": raise NotTranslated("LANG")
            t = self.lookup(rel, e.sql)
            return E(f"(CASE WHEN {kind(e.sql)} = {LANGSTR} THEN {t}.lang WHEN {kind(e.sql)} <> {IRI} THEN '' END)", "str")
        if name == "LANGMATCHES":
            e = self.plain(self.expr(rel, a[0])); r = a[1]
            if e.type == "null": return e
            if isinstance(r, Var):
                c = rel.cols.get(r.name); r = self.terms.constant(c.sql) if c else None
            if not isinstance(r, Literal) or not r.value.isalpha() or e.type != "str": raise NotTranslated("LANGMATCHES")
            r = r.value.lower()
            return E(f"(lower({e.sql}) = '{r}' OR starts_with(lower({e.sql}), '{r}-'))", "bool")
        if name == "CONCAT":
            es = [self.plain(self.expr(rel, y)) for y in a]
            if any(e.type == "null" for e in es): return E("NULL", "null")
            if any(e.type != "str" for e in es): raise NotTranslated("CONCAT")
            return E("(" + " || ".join(e.sql for e in es) + ")", "str")
        if name == "SUBSTR" and len(a) == 2 and isinstance(a[1], Literal):
            e = self.plain(self.expr(rel, a[0]))
            if e.type == "null": return e
            if e.type != "str": raise NotTranslated("SUBSTR")
            return E(f"substr({e.sql}, {int(a[1].value)})", "str")
        if name == "REPLACE" and len(a) == 3 and all(isinstance(y, Literal) for y in a[1:]):
            e = self.plain(self.expr(rel, a[0]))
            if e.type == "null": return e
            if e.type != "str": raise NotTranslated("REPLACE")
            return E(f"regexp_replace({e.sql}, {quote(a[1].value)}, {quote(a[2].value.replace('$', chr(92)))}, 'g')", "str")
        if name == "STRENDS":
            e, s = (self.plain(self.expr(rel, y)) for y in a)
            if "null" in (e.type, s.type): return E("NULL", "null")
            if e.type != "str" or s.type != "str": raise NotTranslated("STRENDS")
            return E(f"ends_with({e.sql}, {s.sql})", "bool")
        if name == f"<{XSD}integer>":
            e = self.plain(self.expr(rel, a[0]))
            if e.type == "null": return e
            if e.type != "str": raise NotTranslated("integer()")
            return E(f"(CASE WHEN regexp_full_match({e.sql}, '[0-9]{{1,15}}') THEN TRY_CAST({e.sql} AS BIGINT) WHEN regexp_matches({e.sql}, '^[+-]|[0-9]{{16}}') THEN {REFUSE}::BIGINT END)", "int")
        if name == "YEAR":
            e = self.expr(rel, a[0])
            if e.type == "null": return e
            if e.type != "id": raise NotTranslated("YEAR")
            t = self.lookup(rel, e.sql)
            return E(f"(CASE WHEN {e.sql} IS NULL OR {kind(e.sql)} = {IRI} THEN NULL WHEN {t}.dt IN ('{XSD}date', '{XSD}dateTime') AND regexp_matches({t}.lex, '^[0-9]{{4}}-') THEN CAST({t}.lex[1:4] AS BIGINT) ELSE {REFUSE}::BIGINT END)", "int")
        raise NotTranslated(name)

    def options(self, es):
        """Constant texts are terms beside terms, and texts beside texts"""
        if any(e.type == "str" for e in es) or {e.type for e in es} <= {"conststr"} and all(len(e.sql) <= 3 for e in es): return [self.plain(e) for e in es]
        return [E(self.value(e), "id") if e.type in ("conststr", "iri") else e for e in es]

    def plain(self, e: E) -> E:
        """constants as their general types"""
        if e.type == "conststr": return E(e.sql, "str")
        if e.type == "iri": return E(e.sql, "id")
        return e

    def same(self, es: list[E], rel=None) -> list[E]:
        ts = {e.type for e in es} - {"null"}
        if not ts: return es
        if len(ts) == 1:
            t = ts.pop()
        elif ts <= {"int", "bool", "id"}: t = "id"
        elif ts <= {"int", "dec", "num", "id"}:
            t = "num"
        else: raise NotTranslated(f"one of {ts}")
        out = []
        for e in es:
            if e.type == t or e.type == "null":
                out.append(E("NULL", t, "NULL") if e.type == "null" else e)
            elif t == "id": out.append(E(self.value(e), "id"))
            elif e.type == "int": out.append(E(f"({e.sql})::HUGEINT * {E18}", "num", "false"))
            elif e.type == "dec": out.append(E(e.sql, "num", "true"))
            elif e.type == "id":
                v = self.num(rel, e)
                out.append(E(f"(CASE WHEN {e.sql} IS NULL OR {v.sql} IS NOT NULL THEN {v.sql} ELSE {REFUSE}::HUGEINT END)", "num", v.isdec))
            else: raise NotTranslated("same")
        return out

    def str(self, rel, e: E) -> E:
        if e.type in ("null", "str"): return e
        if e.type == "conststr": return E(e.sql, "str")
        if e.type == "int": return E(f"CAST({e.sql} AS VARCHAR)", "str")
        if e.type in ("id", "iri"):
            x = e.sql
            t = self.lookup(rel, x)
            return E(f"(CASE WHEN {is_int(x)} THEN CAST({x} + {OFF} AS VARCHAR) WHEN {x} = 1 THEN 'true' WHEN {x} = 0 THEN 'false' ELSE {t}.lex END)", "str")
        raise NotTranslated(f"STR of {e.type}")

    def num(self, rel, e: E) -> E:
        """numeric value of anything"""
        if e.type == "int": return E(f"({e.sql})::HUGEINT * {E18}", "num", "false")
        if e.type == "dec": return E(e.sql, "num", "true")
        if e.type == "num": return e
        if e.type == "id":
            x = e.sql
            d = self.lookup(rel, x, "decimals")
            return E(f"(CASE WHEN {is_int(x)} THEN ({x} + {OFF})::HUGEINT * {E18} WHEN {kind(x)} = {DEC} THEN {d}.v WHEN {kind(x)} = {OTHER} THEN {REFUSE}::HUGEINT END)", "num", f"({kind(x)} = {DEC})")
        raise NotTranslated(f"number of {e.type}")

    def compare(self, rel, op, l: E, r: E) -> str:
        sqlop = "<>" if op == "!=" else op
        if "null" in (l.type, r.type): return "NULL::BOOLEAN"
        ts = {l.type, r.type}
        if "iri" in ts and ts <= {"iri", "id"} and op in ("=", "!="): return f"({l.sql} {sqlop} {r.sql})"
        if "conststr" in ts and ts != {"conststr"} and ts <= {"conststr", "id"} and op in ("=", "!="):
            c, o = (l, r) if l.type == "conststr" else (r, l)
            i = self.terms.intern(Literal(c.sql[1:-1].replace("''", "'")))
            return f"({o.sql} {sqlop} {i})"
        l, r = self.plain(l), self.plain(r)
        ts = {l.type, r.type}
        if ts == {"str"}: return f"({l.sql} {sqlop} {r.sql})"
        if ts == {"int"} or ts == {"dec"} or ts == {"str"} or (ts == {"bool"} and op in ("=", "!=")): return f"({l.sql} {sqlop} {r.sql})"
        if ts == {"bool", "id"} and op in ("=", "!="):
            b, o = (l, r) if l.type == "bool" else (r, l)
            return f"(CASE WHEN {o.sql} IN (0, 1) THEN {o.sql} {sqlop} CAST({b.sql} AS BIGINT) WHEN {o.sql} IS NOT NULL THEN {REFUSE}::BOOLEAN END)"
        if ts == {"int", "id"} or ts == {"id"}:
            l, r = (E(self.value(e), "id") if e.type == "int" else e for e in (l, r))
            x, y = l.sql, r.sql
            if op in ("=", "!="):
                safe = f"({x} = {y} AND {kind(x)} <> {OTHER}) OR ({is_int(x)} AND {is_int(y)}) OR {kind(x)} = {IRI} OR {kind(y)} = {IRI} OR ({kind(x)} = {STR} AND {kind(y)} = {STR})"
                return f"(CASE WHEN {safe} THEN {x} {sqlop} {y} WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSE}::BOOLEAN END)"
            if ts == {"int", "id"} :
                a, b = self.num(rel, l), self.num(rel, r)
                return f"(CASE WHEN {is_int(x)} AND {is_int(y)} THEN {x} {sqlop} {y} WHEN {kind(x)} = {IRI} OR {kind(y)} = {IRI} THEN NULL ELSE {a.sql} {sqlop} {b.sql} END)"
            return f"(CASE WHEN {is_int(x)} AND {is_int(y)} THEN {x} {sqlop} {y} WHEN {kind(x)} = {IRI} OR {kind(y)} = {IRI} THEN NULL WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSE}::BOOLEAN END)"
        if ts <= {"int", "dec", "num", "id"}:
            a, b = self.num(rel, l), self.num(rel, r)
            if "id" in ts and op in ("=", "!="):
                o = l if l.type == "id" else r
                return f"(CASE WHEN {is_int(o.sql)} OR {kind(o.sql)} = {DEC} THEN {a.sql} {sqlop} {b.sql} WHEN {o.sql} IS NOT NULL THEN {REFUSE}::BOOLEAN END)"
            return f"({a.sql} {sqlop} {b.sql})"
        raise NotTranslated(f"{l.type} {op} {r.type}")

    def arithmetic(self, rel, op, l: E, r: E) -> E:
        if "null" in (l.type, r.type): return E("NULL", "null")
        if op == "/" and l.type == r.type == "int" and l.sql.startswith("1::") and r.sql.startswith("0::"): return E("NULL", "null")
        if l.type == r.type == "int" and op != "/": return E(f"({l.sql} {op} {r.sql})", "int")
        anydec = "dec" in (l.type, r.type)
        a, b = self.num(rel, l), self.num(rel, r)
        isdec = f"({a.isdec} OR {b.isdec})"
        x, y = a.sql, b.sql
        if op in "+-": v = f"({x} {op} {y})"
        elif op == "*":
            whole = lambda t, z: f"{z} % {h(E18)} = 0"
            if l.type == "int": v = f"({l.sql} * {y})"
            elif r.type == "int": v = f"({x} * {r.sql})"
            else:
                v = f"(CASE WHEN {x} % {h(E18)} = 0 THEN ({x} // {h(E18)}) * {y} WHEN {y} % {h(E18)} = 0 THEN {x} * ({y} // {h(E18)}) WHEN {x} % {10**9} = 0 AND {y} % {10**9} = 0 THEN ({x} // {10**9}) * ({y} // {10**9}) WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSE}::HUGEINT END)"
        else:
            if r.type == "int": v = f"({x} // nullif({r.sql}, 0))"
            else: v = f"(CASE WHEN {y} = 0 THEN NULL WHEN {y} % {h(E18)} = 0 THEN {x} // ({y} // {h(E18)}) WHEN {y} % {10**12} = 0 AND {x} <> 0 THEN ({x} * 1000000) // ({y} // {10**12}) WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSE}::HUGEINT END)"
            return E(v, "dec")
        if anydec: return E(v, "dec")
        return E(v, "num", isdec)

    # ---- the whole query
    def query(self, q: Any):
        """SQL that makes the result in terms' ids, SQL that writes it, and SQL that tells whether its order is sure"""
        slice_ = None
        if isinstance(q, Slice): slice_, q = q, q.pattern
        distinct = False
        if isinstance(q, Distinct): distinct, q = True, q.pattern
        names = list(q.names); p = q.pattern; keys = ()
        if isinstance(p, OrderBy): keys, p = p.keys, p.pattern
        rel = self.compile(p)
        if slice_ and not keys: raise NotTranslated("LIMIT without order")
        order = []
        rel = Rel(list(rel.tables), list(rel.where), dict(rel.cols))
        kept = {n for n in names if n in rel.cols}
        for i, (k, desc) in enumerate(keys):
            if isinstance(k, Literal): continue
            if isinstance(k, Var):
                if k.name not in rel.cols or isconst(rel.cols[k.name].sql): continue
                order.append((k.name, desc)); continue
            rel = self.extended(rel, f".o{i}", k)
            if f".o{i}" in rel.cols: order.append((f".o{i}", desc))
        if distinct and any(n not in kept for n, _ in order): raise NotTranslated("order by what is not shown")
        need = list(dict.fromkeys([n for n in names if n in kept] + [n for n, _ in order]))
        if not need: raise NotTranslated("nothing shown")
        ctes = f"WITH RECURSIVE {', '.join(self.ctes)} " if self.ctes else ""
        make = ctes + rel.select(need, distinct=distinct)
        cols = {n: Col(f'"{n}"', rel.cols[n].rep, rel.cols[n].null, rel.cols[n].int) for n in need}
        asked = [n for n, c in cols.items() if c.rep == "id" and not c.int]
        stats = "SELECT " + ", ".join(f"min(CASE WHEN {c} >= 0 THEN {kind(c)} END), max(CASE WHEN {c} >= 0 THEN {kind(c)} END), min({c})" for c in (cols[n].sql for n in asked)) + " FROM result" if asked else None
        return make, stats, lambda found: self.write(names, cols, order, slice_, dict(zip(asked, zip(found[::3], found[1::3], found[2::3]))))

    def write(self, names, cols, order, slice_, found):
        out = Rel(["result"], [], {n: replace(c, sql=f"result.{c.sql}", int=c.int or n in found and found[n][1] is None) for n, c in cols.items()})
        lines = [self.text(out, out.cols[n]) if n in out.cols else "''" for n in names]
        by = []
        for n, desc in order:
            c = out.cols[n]; d = " DESC NULLS LAST" if desc else " ASC NULLS FIRST"
            if c.rep != "id" or c.int: by.append((c.sql if c.rep != "num" else self.half(c.sql)) + d); continue
            low, high, least = found[n]
            if not (low == high and low in (IRI, STR) and (least >= 0 or low == IRI)):
                if high != 0 or least < 0: raise NotTranslated("order of several kinds")
            if least < 0: by.append(f"CASE WHEN {is_int(c.sql)} THEN {c.sql} END{d}")
            by.append(f"{self.lookup(out, c.sql)}.lex{d}" if high else c.sql + d)
        line = " || chr(9) || ".join(f"coalesce({x}, '')" for x in lines)
        o = f" ORDER BY {', '.join(by)}" if by else ""
        lim = (f" LIMIT {slice_.limit}" if slice_.limit is not None else "") + f" OFFSET {slice_.offset}" if slice_ else ""
        return f"SELECT {line} FROM {', '.join(out.tables)}{o}{lim}"

    def text(self, rel, c: Col) -> str:
        if c.int: return f"CASE WHEN {c.sql} < 0 THEN CAST({c.sql} + {OFF} AS VARCHAR) WHEN {c.sql} = 1 THEN 'true' WHEN {c.sql} = 0 THEN 'false' END"
        if c.rep == "id":
            x = c.sql
            t = self.lookup(rel, x)
            return f"CASE WHEN {is_int(x)} THEN CAST({x} + {OFF} AS VARCHAR) WHEN {x} = 1 THEN 'true' WHEN {x} = 0 THEN 'false' ELSE {t}.txt END"
        if c.rep == "str":
            return f"'\"' || {escaped(c.sql)} || '\"'"
        if c.rep == "dec":
            return f"dectext({c.sql})"
        if c.rep == "num":
            return f"CASE WHEN ({c.sql} & 1) = 1 THEN dectext(({c.sql} - 1) // 2) ELSE CAST(({c.sql} // 2) // {h(E18)} AS VARCHAR) END"
        raise NotTranslated(c.rep)


def escaped(x):
    return f"replace(replace(replace(replace(replace({x}, '\\', '\\\\'), '\"', '\\\"'), chr(10), '\\n'), chr(13), '\\r'), chr(9), '\\t')"

def unquote(s): return s[1:-1].replace("''", "'")
def isconst(sql): return sql.replace("::BIGINT", "").lstrip("-").isdigit()
def quote(s): return "'" + s.replace("'", "''") + "'"

def exprvars(node) -> set[str]:
    """All variables named anywhere in expressions and patterns"""
    if isinstance(node, Var): return {node.name}
    if isinstance(node, (tuple, list)): return set().union(set(), *(exprvars(x) for x in node))
    if hasattr(node, "__dataclass_fields__"): return set().union(set(), *(exprvars(getattr(node, f)) for f in node.__dataclass_fields__))
    return set()
