# expect: psgsh:MappingToOtherSpecification sh:SPARQLConstraintComponent
# The specification is one of another Building Block.
DELETE WHERE { <id/product-mapping/example> psg:mapsToSpecification ?specification } ;
INSERT DATA { <id/product-mapping/example> psg:mapsToSpecification <id/specification/other> }
