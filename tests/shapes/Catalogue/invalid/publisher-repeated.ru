# expect: psgsh:Catalogue-publisher sh:MaxCountConstraintComponent
# The catalogue names two things where one is allowed: “publisher”.
INSERT DATA { <id/catalogue/example> dct:publisher <id/organisation/second> }
