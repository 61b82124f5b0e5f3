# expect: psgsh:Catalogue-hasCurrentVersion sh:MinCountConstraintComponent
# The catalogue names no release.
DELETE WHERE { <id/catalogue/example> dcat:hasCurrentVersion ?value }
