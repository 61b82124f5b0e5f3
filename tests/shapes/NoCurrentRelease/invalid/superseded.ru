# expect: psgsh:NoCurrentRelease sh:SPARQLConstraintComponent
# The catalogue names a release as current that has been superseded.
DELETE DATA { <id/catalogue/example> dcat:hasCurrentVersion <id/release/example-new> } ;
INSERT DATA { <id/catalogue/example> dcat:hasCurrentVersion <id/release/example-old> }
