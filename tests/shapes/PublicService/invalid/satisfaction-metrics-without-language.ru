# expect: psgsh:PublicService-satisfactionMetrics sh:DatatypeConstraintComponent
# The value of “satisfaction metrics” does not say in which language it is.
INSERT DATA { <id/service/example> psg:satisfactionMetrics "Text without a language" }
