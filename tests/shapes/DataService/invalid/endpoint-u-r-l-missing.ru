# expect: psgsh:DataService-endpointURL sh:MinCountConstraintComponent
# The interface has no endpoint address.
DELETE WHERE { <id/api/example> dcat:endpointURL ?value }
