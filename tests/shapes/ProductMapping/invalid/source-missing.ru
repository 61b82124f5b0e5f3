# expect: psgsh:ProductMapping-source-recommended sh:MinCountConstraintComponent
# The product mapping has no source.
DELETE WHERE { <id/product-mapping/example> dct:source ?value }
