# expect: psgsh:ProductMapping-mapsToSpecification sh:MaxCountConstraintComponent
# The product mapping names two things where one is allowed: “maps to specification”.
INSERT DATA { <id/product-mapping/example> psg:mapsToSpecification <id/specification/first> , <id/specification/second> }
