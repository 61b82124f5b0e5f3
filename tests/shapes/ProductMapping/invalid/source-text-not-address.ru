# expect: psgsh:ProductMapping-source sh:NodeKindConstraintComponent
# The value of “source” is text instead of an address.
DELETE WHERE { <id/product-mapping/example> dct:source ?value } ;
INSERT DATA { <id/product-mapping/example> dct:source "https://example.org/first" }
