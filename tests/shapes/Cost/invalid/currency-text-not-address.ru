# expect: psgsh:Cost-currency sh:NodeKindConstraintComponent
# The value of “currency” is text instead of an address.
DELETE WHERE { <id/cost/example> cv:currency ?value } ;
INSERT DATA { <id/cost/example> cv:currency "http://publications.europa.eu/resource/authority/currency/EUR" }
