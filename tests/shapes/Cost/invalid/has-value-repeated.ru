# expect: psgsh:Cost-hasValue sh:MaxCountConstraintComponent
# The cost has two values of “amount”.
INSERT DATA { <id/cost/example> cv:hasValue 13.5 }
