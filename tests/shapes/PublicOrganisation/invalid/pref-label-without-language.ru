# expect: psgsh:PublicOrganisation-prefLabel sh:DatatypeConstraintComponent
# The value of “name” does not say in which language it is.
DELETE WHERE { <id/organisation/example> skos:prefLabel ?value } ;
INSERT DATA { <id/organisation/example> skos:prefLabel "Text without a language" }
