# expect: psgsh:LegalResource-instrumentKind sh:NodeConstraintComponent
# The code for “instrument kind” is not in the code list.
DELETE WHERE { <id/regulation/example> psg:instrumentKind ?value } ;
INSERT DATA { <id/regulation/example> psg:instrumentKind <codelist/regulatory-instrument-kind/unknown> }
