# expect: psgsh:Catalogue-hasCurrentVersion sh:ClassConstraintComponent
# The catalogue names a release that is not described anywhere.
DELETE WHERE { <id/catalogue/example> dcat:hasCurrentVersion ?value } ;
INSERT DATA { <id/catalogue/example> dcat:hasCurrentVersion <id/release/nowhere> }
