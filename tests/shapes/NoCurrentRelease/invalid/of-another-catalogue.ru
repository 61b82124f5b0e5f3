# expect: psgsh:NoCurrentRelease sh:SPARQLConstraintComponent
# The catalogue names the release of another catalogue as current.
DELETE DATA { <id/catalogue/example> dcat:hasCurrentVersion <id/release/example-new> } ;
INSERT DATA { <id/catalogue/example> dcat:hasCurrentVersion <id/release/first> }
