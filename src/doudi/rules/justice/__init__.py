"""Help at law and after harm: legal aid 法律援助, judicial aid 司法救助, the traffic fund 交通事故救助基金."""
