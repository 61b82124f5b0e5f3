# expect: psgsh:ProductMapping-mapsToSpecification sh:ClassConstraintComponent
# The product mapping names a Building Block specification that is not described anywhere.
INSERT DATA { <id/product-mapping/example> psg:mapsToSpecification <id/specification/nowhere> }
