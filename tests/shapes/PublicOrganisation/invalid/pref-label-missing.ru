# expect: psgsh:PublicOrganisation-prefLabel sh:MinCountConstraintComponent
# The organisation has no name.
DELETE WHERE { <id/organisation/example> skos:prefLabel ?value }
