# expect: psgsh:ProductMapping-mappedProduct sh:MinCountConstraintComponent
# The product mapping names no software product.
DELETE WHERE { <id/product-mapping/example> psg:mappedProduct ?value }
