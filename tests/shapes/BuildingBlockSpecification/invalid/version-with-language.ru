# expect: psgsh:BuildingBlockSpecification-version sh:DatatypeConstraintComponent
# The value of “version” has a language tag.
DELETE WHERE { <id/specification/example> dcat:version ?value } ;
INSERT DATA { <id/specification/example> dcat:version "text"@en }
