# expect: psgsh:Cost-hasValue sh:MinInclusiveConstraintComponent
# The amount is below 0.
DELETE WHERE { <id/cost/example> cv:hasValue ?amount } ;
INSERT DATA { <id/cost/example> cv:hasValue "-0.5"^^xsd:decimal }
