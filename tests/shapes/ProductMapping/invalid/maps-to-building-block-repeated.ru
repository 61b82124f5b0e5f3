# expect: psgsh:ProductMapping-mapsToBuildingBlock sh:MaxCountConstraintComponent
# The product mapping names two things where one is allowed: “maps to Building Block”.
INSERT DATA { <id/product-mapping/example> psg:mapsToBuildingBlock <id/building-block/second> }
