# expect: psgsh:PublicService-audience sh:NodeConstraintComponent
# The code for “audience” is not in the code list.
DELETE WHERE { <id/service/example> dct:audience ?value } ;
INSERT DATA { <id/service/example> dct:audience <codelist/recipient-type/unknown> }
