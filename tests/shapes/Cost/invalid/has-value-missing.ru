# expect: psgsh:Cost-hasValue sh:MinCountConstraintComponent
# The cost has no amount.
DELETE WHERE { <id/cost/example> cv:hasValue ?value }
