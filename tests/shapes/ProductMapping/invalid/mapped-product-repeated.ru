# expect: psgsh:ProductMapping-mappedProduct sh:MaxCountConstraintComponent
# The product mapping names two things where one is allowed: “mapped product”.
INSERT DATA { <id/product-mapping/example> psg:mappedProduct <id/product/second> }
