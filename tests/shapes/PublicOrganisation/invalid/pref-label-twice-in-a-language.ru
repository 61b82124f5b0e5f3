# expect: psgsh:PublicOrganisation-prefLabel sh:UniqueLangConstraintComponent
# The value of “name” is given twice in English.
INSERT DATA { <id/organisation/example> skos:prefLabel "Another text"@en }
