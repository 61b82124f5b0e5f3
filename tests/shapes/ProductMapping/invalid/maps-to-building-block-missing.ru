# expect: psgsh:ProductMapping-mapsToBuildingBlock sh:MinCountConstraintComponent
# The product mapping names no Building Block.
DELETE WHERE { <id/product-mapping/example> psg:mapsToBuildingBlock ?value }
