# expect: psgsh:BuildingBlock-altLabel sh:DatatypeConstraintComponent
# The value of “alternative name” does not say in which language it is.
INSERT DATA { <id/building-block/example> skos:altLabel "Text without a language" }
