# expect: psgsh:Requirement-type sh:NodeConstraintComponent
# The code for “type” is not in the code list.
DELETE WHERE { <id/requirement/example> dct:type ?value } ;
INSERT DATA { <id/requirement/example> dct:type <codelist/requirement-type/unknown> }
