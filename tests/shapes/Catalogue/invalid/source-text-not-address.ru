# expect: psgsh:Catalogue-source sh:NodeKindConstraintComponent
# The value of “source” is text instead of an address.
DELETE WHERE { <id/catalogue/example> dct:source ?value } ;
INSERT DATA { <id/catalogue/example> dct:source "https://example.org/first" }
