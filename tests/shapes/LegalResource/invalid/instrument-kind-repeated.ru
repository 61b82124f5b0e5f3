# expect: psgsh:LegalResource-instrumentKind sh:MaxCountConstraintComponent
# The instrument has two codes for “instrument kind”.
INSERT DATA { <id/regulation/example> psg:instrumentKind <codelist/regulatory-instrument-kind/enterprise-architecture> }
