# expect: psgsh:System-hosting sh:NodeConstraintComponent
# The code for “hosting” is not in the code list.
DELETE WHERE { <id/system/example> psg:hosting ?value } ;
INSERT DATA { <id/system/example> psg:hosting <codelist/hosting/unknown> }
