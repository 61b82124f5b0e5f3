# expect: psgsh:ProductMapping-mapsToBuildingBlock sh:ClassConstraintComponent
# The product mapping names a Building Block that is not described anywhere.
DELETE WHERE { <id/product-mapping/example> psg:mapsToBuildingBlock ?value } ;
INSERT DATA { <id/product-mapping/example> psg:mapsToBuildingBlock <id/building-block/nowhere> }
