# expect: psgsh:Channel-type sh:NodeConstraintComponent
# The code for “type” is not in the code list.
DELETE WHERE { <id/channel/example> dct:type ?value } ;
INSERT DATA { <id/channel/example> dct:type <codelist/channel-type/unknown> }
