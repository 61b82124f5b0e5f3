# expect: psgsh:ProductMapping-mappedProduct sh:ClassConstraintComponent
# The product mapping names a software product that is not described anywhere.
DELETE WHERE { <id/product-mapping/example> psg:mappedProduct ?value } ;
INSERT DATA { <id/product-mapping/example> psg:mappedProduct <id/product/nowhere> }
