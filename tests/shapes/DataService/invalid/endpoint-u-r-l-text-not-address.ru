# expect: psgsh:DataService-endpointURL sh:NodeKindConstraintComponent
# The value of “endpoint address” is text instead of an address.
DELETE WHERE { <id/api/example> dcat:endpointURL ?value } ;
INSERT DATA { <id/api/example> dcat:endpointURL "https://example.org/first" }
