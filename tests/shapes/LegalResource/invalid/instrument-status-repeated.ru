# expect: psgsh:LegalResource-instrumentStatus sh:MaxCountConstraintComponent
# The instrument has two codes for “instrument status”.
INSERT DATA { <id/regulation/example> psg:instrumentStatus <codelist/regulatory-instrument-status/drafted> }
