# expect: psgsh:Catalogue-hasCurrentVersion sh:MaxCountConstraintComponent
# The catalogue names two things where one is allowed: “current version”.
INSERT DATA { <id/catalogue/example> dcat:hasCurrentVersion <id/release/first> }
