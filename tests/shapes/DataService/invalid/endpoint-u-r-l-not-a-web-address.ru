# expect: psgsh:DataService-endpointURL sh:PatternConstraintComponent
# The value of “endpoint address” is a script instead of a web address.
DELETE WHERE { <id/api/example> dcat:endpointURL ?value } ;
INSERT DATA { <id/api/example> dcat:endpointURL <javascript:alert(1)> }
