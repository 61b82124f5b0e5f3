# expect: psgsh:Release-version sh:DatatypeConstraintComponent
# The value of “version” has a language tag.
DELETE WHERE { <id/release/example> dcat:version ?value } ;
INSERT DATA { <id/release/example> dcat:version "text"@en }
