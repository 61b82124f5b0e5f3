# expect: psgsh:Cost-hasValue sh:OrConstraintComponent
# The amount is a whole number without a decimal point.
DELETE WHERE { <id/cost/example> cv:hasValue ?amount } ;
INSERT DATA { <id/cost/example> cv:hasValue 12 }
