# expect: psgsh:ProductMapping-source sh:PatternConstraintComponent
# The value of “source” is a script instead of a web address.
DELETE WHERE { <id/product-mapping/example> dct:source ?value } ;
INSERT DATA { <id/product-mapping/example> dct:source <javascript:alert(1)> }
