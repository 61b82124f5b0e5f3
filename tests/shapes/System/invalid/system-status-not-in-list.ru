# expect: psgsh:System-systemStatus sh:NodeConstraintComponent
# The code for “system status” is not in the code list.
DELETE WHERE { <id/system/example> psg:systemStatus ?value } ;
INSERT DATA { <id/system/example> psg:systemStatus <codelist/system-status/unknown> }
