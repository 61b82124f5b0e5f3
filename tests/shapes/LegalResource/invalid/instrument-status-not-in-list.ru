# expect: psgsh:LegalResource-instrumentStatus sh:NodeConstraintComponent
# The code for “instrument status” is not in the code list.
DELETE WHERE { <id/regulation/example> psg:instrumentStatus ?value } ;
INSERT DATA { <id/regulation/example> psg:instrumentStatus <codelist/regulatory-instrument-status/unknown> }
