# expect: psgsh:Cost-currency sh:PatternConstraintComponent
# The value of “currency” is not an address from the expected list.
DELETE WHERE { <id/cost/example> cv:currency ?value } ;
INSERT DATA { <id/cost/example> cv:currency <https://example.org/other> }
